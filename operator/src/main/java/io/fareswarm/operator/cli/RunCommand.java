package io.fareswarm.operator.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.fareswarm.operator.local.BadInput;
import io.fareswarm.validation.Manifests;

/// `fareswarm run`: applies manifests on this machine.
@Command(name = "run", mixinStandardHelpOptions = true, sortOptions = false, description = "Apply FareModel and LoadTest manifests on this machine, show the run live, print the result.")
final class RunCommand implements Callable<Integer> {
    @Option(names = "-f", paramLabel = "FILE", description = "File of manifests; may be given more than once. "
            + "Default: examples/quickstart.yaml.")
    private List<Path> files = List.of();

    @Option(names = "--data", paramLabel = "CSV", description = "File of rides (.csv, .zip, .gz) to train on instead of the manifests' sources.")
    private @Nullable Path data;

    @Mixin
    private final RunOptions options = new RunOptions();

    @Override
    public Integer call() throws BadInput, IOException, InterruptedException {
        Manifests.Valid manifests = new ManifestFiles(files, data).read();
        return options.apply(manifests, data, false);
    }
}
