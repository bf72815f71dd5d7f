package io.fareswarm.operator.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.fareswarm.api.ApiNames;
import io.fareswarm.operator.local.BadInput;
import io.fareswarm.validation.ManifestReader;
import io.fareswarm.validation.Manifests;

/// `fareswarm swarm`: runs a LoadTest from flags. The flags become a manifest, which the schema validates.
@Command(name = "swarm", mixinStandardHelpOptions = true, sortOptions = false, description = "Swarm an HTTP service with a LoadTest from flags. Without --rides, each user sends GET requests to URL "
        + "and expects 2xx.")
final class SwarmCommand implements Callable<Integer> {
    @Parameters(paramLabel = "URL", description = "http:// or https://HOST[:PORT][/PATH]")
    private String address = "";

    @Option(names = {"-u",
            "--users"}, paramLabel = "USERS", defaultValue = "10", description = "Simulated users. Default: ${DEFAULT-VALUE}.")
    private int users;

    @Option(names = {"-r",
            "--spawn-rate"}, paramLabel = "RATE", defaultValue = "100", description = "Users that start per second. Default: ${DEFAULT-VALUE}.")
    private double spawnRate;

    @Option(names = {"-t",
            "--run-time"}, paramLabel = "TIME", defaultValue = "30s", description = "Duration, such as 30s or 5m. Default: ${DEFAULT-VALUE}.")
    private String duration = "30s";

    @Option(names = {"-w",
            "--workers"}, paramLabel = "N", defaultValue = "1", description = "Worker processes. Default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(names = "--wait", paramLabel = "MIN-MAX", defaultValue = "0s-0s", description = "How long a user waits after a response, drawn between the two, such as 0s-5s. Default: no wait.")
    private String waits = "0s-0s";

    @Option(names = "--max-lag", paramLabel = "TIME", defaultValue = "50ms", description = "Generator lag that makes a second late; too many late seconds make the run Invalid. "
            + "Default: ${DEFAULT-VALUE}, since generator and target often share the machine.")
    private String maxLag = "50ms";

    @Option(names = "--rides", description = "Send taxi rides to URL/predict; one in six lacks a field.")
    private boolean rides;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Seed of all random choices: the same seed gives the same requests. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--json", description = "Print result.json on standard output and everything else on standard error.")
    private boolean json;

    @Mixin
    private final RunOptions options = new RunOptions();

    @Override
    public Integer call() throws BadInput, IOException, InterruptedException {
        Manifests.Valid manifests = switch (new ManifestReader().text("swarm", manifest().toString()).result()) {
            case Manifests.Valid valid -> valid;
            case Manifests.Invalid(var problems) -> throw new BadInput(
                    problems.stream().map(problem -> problem.path() + ": " + problem.message())
                            .collect(Collectors.joining("\n")));
        };
        return options.apply(manifests, null, json);
    }

    private ObjectNode manifest() throws BadInput {
        SwarmUrl url = SwarmUrl.parse(address);
        String[] bounds = waits.split("-", -1);
        if (bounds.length != 2) {
            throw new BadInput("--wait: expected MIN-MAX such as 0s-5s, found " + waits);
        }
        ObjectNode manifest = new JsonMapper().createObjectNode().put("apiVersion", ApiNames.API_VERSION)
                .put("kind", "LoadTest");
        manifest.putObject("metadata").put("name", "swarm");
        ObjectNode spec = manifest.putObject("spec").put("duration", duration).put("maxLag", maxLag).put("seed", seed);
        spec.putObject("workers").put("count", workers);
        ObjectNode load = spec.putObject("load").putObject("users").put("count", users).put("spawnRate", spawnRate);
        load.putObject("wait").putObject("between").put("min", bounds[0]).put("max", bounds[1]);
        if (rides) {
            spec.putObject("target").put("url", url.base() + url.path().replaceFirst("/+$", ""));
            task(spec, "valid ride", 5, "200").putObject("body").putObject("ride");
            task(spec, "ride with a field missing", 1, "422").putObject("body").putObject("ride").put("drop", 1);
        } else {
            spec.putObject("target").put("url", url.base());
            ObjectNode task = spec.putArray("tasks").addObject().put("name", url.taskName());
            task.putObject("request").put("path", url.path() + url.query());
            task.putObject("expect").putArray("status").add("2xx");
        }
        return manifest;
    }

    private static ObjectNode task(ObjectNode spec, String name, int weight, String status) {
        ObjectNode task = spec.withArray("tasks").addObject().put("name", name).put("weight", weight);
        task.putObject("expect").putArray("status").add(status);
        return task.putObject("request").put("method", "POST").put("path", "/predict");
    }
}
