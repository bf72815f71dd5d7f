package io.fareswarm.operator.cli;

import java.io.IOException;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.fareswarm.operator.local.BadInput;

/// `fareswarm swarm`: runs a LoadTest with users from flags.
@Command(name = "swarm", mixinStandardHelpOptions = true, sortOptions = false, description = "Swarm an HTTP service with a LoadTest from flags. Without --rides, each user sends GET requests to URL "
        + "and expects 2xx.")
final class SwarmCommand implements Callable<Integer> {
    @Option(names = {"-u",
            "--users"}, paramLabel = "USERS", defaultValue = "10", description = "Simulated users. Default: ${DEFAULT-VALUE}.")
    private int users;

    @Option(names = {"-r",
            "--spawn-rate"}, paramLabel = "RATE", defaultValue = "100", description = "Users that start per second. Default: ${DEFAULT-VALUE}.")
    private double spawnRate;

    @Option(names = {"-t",
            "--run-time"}, paramLabel = "TIME", defaultValue = "30s", description = "Duration, such as 30s or 5m. Default: ${DEFAULT-VALUE}.")
    private String duration = "30s";

    @Option(names = "--wait", paramLabel = "MIN-MAX", defaultValue = "0s-0s", description = "How long a user waits after a response, drawn between the two, such as 0s-5s. Default: no wait.")
    private String waits = "0s-0s";

    @Mixin
    private final UrlOptions url = new UrlOptions();

    @Override
    public Integer call() throws BadInput, IOException, InterruptedException {
        String[] bounds = waits.split("-", -1);
        if (bounds.length != 2) {
            throw new BadInput("--wait: expected MIN-MAX such as 0s-5s, found " + waits);
        }
        ObjectNode manifest = url.manifest("swarm");
        ObjectNode spec = manifest.withObject("spec").put("duration", duration);
        ObjectNode load = spec.putObject("load").putObject("users").put("count", users).put("spawnRate", spawnRate);
        load.putObject("wait").putObject("between").put("min", bounds[0]).put("max", bounds[1]);
        return url.run(manifest);
    }
}
