package io.fareswarm.operator.cli;

import java.io.IOException;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.fareswarm.api.ApiNames;
import io.fareswarm.operator.local.BadInput;
import io.fareswarm.validation.ManifestReader;
import io.fareswarm.validation.Manifests;

/// Options of the commands that make a LoadTest of a URL (`swarm` and `capacity`): the target, its tasks and the workers. The
/// flags become a manifest, which the schema validates.
final class UrlOptions {
    @Parameters(paramLabel = "URL", description = "http:// or https://HOST[:PORT][/PATH]")
    private String address = "";

    @Option(names = {"-w",
            "--workers"}, paramLabel = "N", defaultValue = "1", description = "Worker processes. Default: ${DEFAULT-VALUE}.")
    private int workers;

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

    /// A LoadTest of the URL, still without a load.
    ///
    /// @param name name of the LoadTest
    /// @throws BadInput if the URL is none
    ObjectNode manifest(String name) throws BadInput {
        SwarmUrl url = SwarmUrl.parse(address);
        ObjectNode manifest = new JsonMapper().createObjectNode().put("apiVersion", ApiNames.API_VERSION)
                .put("kind", "LoadTest");
        manifest.putObject("metadata").put("name", name);
        ObjectNode spec = manifest.putObject("spec").put("maxLag", maxLag).put("seed", seed);
        spec.putObject("workers").put("count", workers);
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

    /// Runs a manifest on this machine.
    ///
    /// @return the exit status
    int run(ObjectNode manifest) throws BadInput, IOException, InterruptedException {
        String name = manifest.at("/metadata/name").asText();
        Manifests.Valid manifests = switch (new ManifestReader().text(name, manifest.toString()).result()) {
            case Manifests.Valid valid -> valid;
            case Manifests.Invalid(var problems) -> throw new BadInput(
                    problems.stream().map(problem -> problem.path() + ": " + problem.message())
                            .collect(Collectors.joining("\n")));
        };
        return options.apply(manifests, null, json);
    }
}
