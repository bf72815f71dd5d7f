package io.fareswarm.operator.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.fareswarm.operator.cluster.ClusterPage;
import io.fareswarm.operator.local.BadInput;
import io.fareswarm.validation.Manifests;

/// `fareswarm ui`: serves the page, and runs the tests that are started on it; or the page of a cluster.
@Command(name = "ui", mixinStandardHelpOptions = true, sortOptions = false, description = "Serve the page on this machine: start, watch, edit, stop and compare runs in a browser, until Ctrl-C. Every run is stored as DIR/NAME/run-N. With --context, --kubeconfig or --namespace: the page of a cluster, with your own rights.")
final class UiCommand implements Callable<Integer> {
    @Option(names = "-f", paramLabel = "FILE", description = "File of manifests, whose tests wait for their start; may be given more than once. "
            + "Default: examples/quickstart.yaml.")
    private List<Path> files = List.of();

    @Option(names = "--data", paramLabel = "CSV", description = "File of rides (.csv, .zip, .gz) to train on instead of the manifests' sources.")
    private @Nullable Path data;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final RunOptions options = new RunOptions();

    @Override
    public Integer call() throws BadInput, IOException, InterruptedException {
        if (cluster.isChosen()) {
            if (!files.isEmpty() || data != null) {
                throw new BadInput(
                        "expected -f and --data without --context, --kubeconfig and --namespace, found both: a cluster has its own resources");
            }
            try (ClusterPage page = cluster.open()) {
                return options.serve(page);
            }
        }
        Manifests.Valid manifests = new ManifestFiles(files, data).read();
        return options.serve(manifests, data);
    }
}
