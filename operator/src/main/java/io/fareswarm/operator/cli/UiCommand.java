package io.fareswarm.operator.cli;

import java.io.IOException;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import io.fareswarm.operator.cluster.ClusterPage;
import io.fareswarm.operator.local.BadInput;

/// `fareswarm ui`: serves the page, and runs the tests that are started on it; or the page of a cluster.
@Command(name = "ui", mixinStandardHelpOptions = true, sortOptions = false, description = "Serve the page on this machine: start, watch, edit, stop and compare runs in a browser, until Ctrl-C. Every run is stored as DIR/NAME/run-N. With --context, --kubeconfig or --namespace: the page of a cluster, with your own rights.")
final class UiCommand implements Callable<Integer> {
    @Mixin
    private final ManifestOptions manifests = new ManifestOptions();

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final RunOptions options = new RunOptions();

    @Override
    public Integer call() throws BadInput, IOException, InterruptedException {
        if (cluster.isChosen()) {
            if (manifests.isGiven()) {
                throw new BadInput(
                        "expected -f and --data without --context, --kubeconfig and --namespace, found both: a cluster has its own resources");
            }
            try (ClusterPage page = cluster.open()) {
                return options.serve(page);
            }
        }
        return options.serve(manifests.read(), manifests.data());
    }
}
