package io.fareswarm.operator.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.fareswarm.api.ApiNames;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.operator.ui.PageError;

/// A LoadTest of a cluster whose run is awaited.
///
/// @param kubeconfig the user's access; its scope has the namespace
public record AwaitedRun(Kubeconfig kubeconfig, String name) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;

    /// The status after the end of the run that the spec asks for; empty if it does not end in time. An API server that does
    /// not respond is asked again until then.
    ///
    /// @param timeout how long to wait
    /// @param phases receives each new phase of the run
    /// @throws PageError if there is no such LoadTest, or the user may not see it
    public Optional<LoadTestStatus> end(Duration timeout, Consumer<String> phases) throws InterruptedException {
        String namespace = kubeconfig.scope().chosen();
        String path = "/apis/%s/namespaces/%s/loadtests/%s".formatted(ApiNames.API_VERSION, namespace, name);
        long deadline = System.nanoTime() + timeout.toNanos();
        String shown = "";
        try (ApiServer server = new ApiServer(kubeconfig.config())) {
            while (true) {
                Optional<JsonNode> test = read(server, path, namespace);
                Optional<LoadTestStatus> ended = test.flatMap(AwaitedRun::ended);
                String phase = test.map(AwaitedRun::phase).orElse(shown);
                if (!phase.equals(shown)) {
                    phases.accept(phase);
                    shown = phase;
                }
                if (ended.isPresent() || System.nanoTime() + PAUSE.toNanos() > deadline) {
                    return ended;
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private Optional<JsonNode> read(ApiServer server, String path, String namespace) {
        try {
            return Optional.of(server.get(path));
        } catch (PageError problem) {
            if (problem.status() == NOT_FOUND) {
                throw new PageError(NOT_FOUND, "expected a LoadTest %s in namespace %s, found none: %s".formatted(name,
                        namespace, problem.getMessage()));
            }
            if (problem.status() < 500 && problem.status() != TOO_MANY_REQUESTS) {
                throw problem;
            }
            return Optional.empty();
        }
    }

    /// The phase of the run that the spec asks for.
    private static String phase(JsonNode test) {
        return isCurrent(test) ? test.at("/status/phase").asText(Phase.Pending.name()) : Phase.Pending.name();
    }

    private static boolean isCurrent(JsonNode test) {
        return test.at("/status/run/number").asInt() >= test.at("/spec/run").asInt(1);
    }

    /// The status of a LoadTest whose run is over; empty before.
    static Optional<LoadTestStatus> ended(JsonNode test) {
        try {
            LoadTestStatus status = JSON.treeToValue(test.path("status"), LoadTestStatus.class);
            boolean isOver = status != null && (status.phase() == Phase.Finished || status.phase() == Phase.Error);
            return isOver && isCurrent(test) ? Optional.of(status) : Optional.empty();
        } catch (JsonProcessingException e) {
            throw new PageError(503, "expected the status of a LoadTest, found something else");
        }
    }
}
