package io.fareswarm.endurance;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.ScenarioNamespace;
import io.fareswarm.e2e.cluster.SharedRelease;
import io.fareswarm.e2e.cluster.SuiteEnvironment;
import io.fareswarm.faults.CountingTarget;

import static org.assertj.core.api.Assertions.assertThat;

/// Ten runs at a time, and a fault every 20 seconds. A run that finishes is compared with its target's own count, and the
/// next one begins. The environment has the seed of the faults (`FARESWARM_SEED`) and the minutes (`FARESWARM_MINUTES`).
@ExtendWith(SharedRelease.class)
class EnduranceTest {
    private static final List<ClusterFault> KINDS = List.of(ClusterFault.values());
    private static final int RUNS = 10;
    /// Requests per second of a run. One worker each leaves room on the node for their successors.
    private static final int RATE = 20;
    private static final Duration FAULTS_EVERY = Duration.ofSeconds(20);
    /// Time for the last runs to finish after the last fault. A run whose workers are lost for good takes longest.
    private static final Duration FINISH = Duration.ofMinutes(8);

    private final Map<RunCheck.Outcome, Integer> outcomes = new EnumMap<>(RunCheck.Outcome.class);
    private final List<String> wrong = new ArrayList<>();
    private final Set<String> running = new HashSet<>();
    private int begun;

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void everyFinishedRunCountsWhatItsTargetCountsOrStatesWhatIsLost() throws IOException, InterruptedException {
        long seed = Long.parseLong(System.getenv("FARESWARM_SEED"));
        Instant end = Instant.now().plus(Duration.ofMinutes(Long.parseLong(System.getenv("FARESWARM_MINUTES"))));
        System.out.println("endurance: seed " + seed);
        Random random = new Random(seed);
        try (ScenarioNamespace namespace = new ScenarioNamespace("endurance");
                CountingTarget target = target(namespace);
                ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
            Instant nextFault = Instant.now().plusSeconds(60); // the first runs begin
            while (!running.isEmpty() || Instant.now().isBefore(end)) {
                assertThat(Instant.now()).as("unfinished: " + running).isBefore(end.plus(FINISH));
                check(namespace, target);
                while (running.size() < RUNS && Instant.now().isBefore(end)) {
                    begin(namespace, target);
                }
                if (Instant.now().isAfter(nextFault) && Instant.now().isBefore(end)) {
                    nextFault = nextFault.plus(FAULTS_EVERY);
                    inject(namespace, random, timer);
                }
                Thread.sleep(2_000);
            }
        }
        System.out.printf("endurance: %d runs: %s%n", begun, outcomes);
        assertThat(wrong).isEmpty();
        assertThat(outcomes.get(RunCheck.Outcome.EXACT)).isPositive();
    }

    /// A target beside the cluster, at the node's address.
    private static CountingTarget target(ScenarioNamespace namespace) throws IOException {
        return new CountingTarget(InetAddress.getByName(
                namespace.admin().get("nodes").at("/items/0/status/addresses/0/address").asText()));
    }

    private void begin(ScenarioNamespace namespace, CountingTarget target) {
        String name = "run-%03d".formatted(++begun);
        running.add(name);
        namespace.dev().apply(Manifest.loadTest(name, "duration: 75s",
                "target: {url: '%s'}".formatted(target.address()),
                "workers: {count: 1}", "load: {arrivals: {rate: %d}}".formatted(RATE),
                "tasks: [{name: get, request: {method: GET, path: /%s}}]".formatted(name)));
    }

    /// Compares the runs that have finished, and deletes them.
    private void check(ScenarioNamespace namespace, CountingTarget target) {
        for (JsonNode test : items(namespace.admin(), "loadtests")) {
            String name = test.at("/metadata/name").asText();
            if (!Kubectl.condition(test, "Complete").path("status").asText().equals("True") || !running.remove(name)) {
                continue;
            }
            RunCheck check = RunCheck.of(test, target.requests(name));
            RunCheck.Outcome outcome = check.outcome(RATE);
            outcomes.merge(outcome, 1, Integer::sum);
            String line = "%s %s %s, %s: %s".formatted(name, outcome, check, test.at("/status/verdict").asText(),
                    Kubectl.condition(test, "Complete").path("message").asText());
            System.out.println("endurance: " + line);
            if (outcome == RunCheck.Outcome.WRONG) {
                wrong.add(line + "\n" + test.path("status"));
            }
            namespace.dev().run("delete", "loadtest", name, "--wait=false");
        }
    }

    private static void inject(ScenarioNamespace namespace, Random random, ScheduledExecutorService timer)
            throws IOException {
        List<JsonNode> pods = new ArrayList<>(
                items(new Kubectl(SuiteEnvironment.admin(), "fareswarm-system"), "pods", "-l",
                        "app.kubernetes.io/component=operator"));
        pods.addAll(items(namespace.admin(), "pods", "--field-selector", "status.phase=Running"));
        List<JsonNode> owned = items(namespace.admin(), "jobs,secrets,configmaps", "-l", "fareswarm.io/loadtest");
        ClusterFault fault = KINDS.get(random.nextInt(KINDS.size()));
        if (pods.isEmpty() || owned.isEmpty()) {
            return;
        }
        ClusterFault.Struck struck = fault.inject(namespace.admin(), pods, owned, random);
        System.out.println("endurance: " + struck.description());
        Future<?> _ = timer.schedule(struck.end(), ClusterFault.SECONDS, TimeUnit.SECONDS);
    }

    private static List<JsonNode> items(Kubectl kubectl, String... what) {
        return StreamSupport.stream(kubectl.get(what).path("items").spliterator(), false)
                .sorted(Comparator.comparing((JsonNode item) -> item.at("/metadata/name").asText())).toList();
    }
}
