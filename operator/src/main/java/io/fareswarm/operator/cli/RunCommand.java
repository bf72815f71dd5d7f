package io.fareswarm.operator.cli;

import java.io.IOException;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import io.fareswarm.operator.local.BadInput;

/// `fareswarm run`: applies manifests on this machine.
@Command(name = "run", mixinStandardHelpOptions = true, sortOptions = false, description = "Apply FareModel and LoadTest manifests on this machine, show the run live, print the result.")
final class RunCommand implements Callable<Integer> {
    @Mixin
    private final ManifestOptions manifests = new ManifestOptions();

    @Mixin
    private final RunOptions options = new RunOptions();

    @Override
    public Integer call() throws BadInput, IOException, InterruptedException {
        return options.apply(manifests.read(), manifests.data(), false);
    }
}
