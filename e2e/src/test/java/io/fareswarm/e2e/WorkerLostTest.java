package io.fareswarm.e2e;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.Place;
import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.Space;
import io.fareswarm.e2e.cluster.Target;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// A worker that ends without a word: its loss is shown, what it reported counts, another takes up its part, and nobody
/// believes more of it than was measured. Begins first, as it takes longest.
@Order(1)
class WorkerLostTest {
    /// Long enough for another worker to come on a busy node, where the Job waits ten seconds before it makes one.
    private static final long SECONDS = 75;
    /// What each of two workers sends in a second.
    private static final long REQUESTS = 25;
    private static final Pattern TAKEN_UP = Pattern.compile("worker [01]: .+, replaced from second ([0-9]+) on");

    @BeforeAll
    static void installed() {
        Release.shared();
    }

    @Test
    void aWorkerKilledMidRunIsReplacedAndTheRunEndsWithWhatWasLostToTheSecond() {
        try (Space space = new Space("worker")) {
            Target target = Target.in(space);
            space.dev().apply(Manifest.loadTest("rush", Target.URL, Target.TASKS, "duration: " + SECONDS + "s"));
            Asserts.sends(space, "rush");

            Asserts.kill(space, Asserts.workers(space, "rush").getFirst());

            isShown(space, "rush");
            isTakenUp(space, "rush");
            JsonNode test = Asserts.ends(space, "rush");
            countsToTheUnit(space, test, target, SECONDS);
            Until.holds(() -> assertThat(space.dev().run("events", "--for", "loadtest/rush")).contains("WorkerLost",
                    "WorkerReplaced"));
            if (Place.prometheus().isPresent()) {
                JsonNode agrees = Kubectl.condition(test, "PrometheusAgrees");
                assertThat(agrees.path("status").asText()).isEqualTo("Unknown");
                assertThat(agrees.path("reason").asText()).isEqualTo("CountUnknown");
            }
            Asserts.nothingIsLeftOfRuns(space, "rush");
        }
    }

    static void isShown(Space space, String name) {
        Until.holds(() -> {
            JsonNode test = Asserts.loadTest(space, name);
            assertThat(test.at("/status/workers/lost").asInt()).isEqualTo(1);
            assertThat(Asserts.message(test, "WorkersReady")).matches("worker [01]: .+");
        });
    }

    static void isTakenUp(Space space, String name) {
        Until.holds(() -> {
            JsonNode test = Asserts.loadTest(space, name);
            assertThat(test.at("/status/workers/replaced").asInt()).as(test.path("status").toString()).isEqualTo(1);
            assertThat(test.at("/status/workers/ready").asInt()).isEqualTo(2);
            assertThat(Asserts.message(test, "WorkersReady")).containsPattern(TAKEN_UP);
        });
    }

    /// The result is what the worker reported that was lost, the whole of the other, and what was due of the one that took
    /// over from its second on.
    static void countsToTheUnit(Space space, JsonNode test, Target target, long seconds) {
        String facts = test.path("status").toString();
        Matcher takenUp = TAKEN_UP.matcher(Asserts.message(test, "WorkersReady"));
        assertThat(takenUp.find()).as(facts).isTrue();
        long from = Long.parseLong(takenUp.group(1));
        JsonNode lost = lostReport(space, test.at("/status/report/configMap").asText()).at("/report/total");
        long before = 0;
        for (JsonNode task : lost.path("tasks")) {
            before += task.at("/latency/count").asLong();
        }

        assertThat(Asserts.requests(test)).as(facts)
                .isEqualTo(before + REQUESTS * seconds + REQUESTS * (seconds - from))
                .isLessThanOrEqualTo(target.answered());
        assertThat(Asserts.failures(test)).as(facts).isZero();
        assertThat(test.at("/status/workers/lost").asInt()).isEqualTo(1);
        assertThat(test.at("/status/workers/replaced").asInt()).isEqualTo(1);
        assertThat(test.at("/status/workers/lostSeconds").asLong()).as(facts)
                .isEqualTo(from - lost.at("/span/seconds").asLong()).isPositive();
        Asserts.hasVerdict(test, "Invalid");
    }

    /// What the run's ConfigMap keeps of the only worker that was lost.
    private static JsonNode lostReport(Space space, String configMap) {
        JsonNode kept = space.dev().get("configmap", configMap).path("binaryData");
        assertThat(kept.fieldNames()).toIterable().hasSize(1).allMatch(key -> key.startsWith("lost-"));
        byte[] packed = Base64.getDecoder().decode(kept.elements().next().asText());
        try (GZIPInputStream bytes = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return Kubectl.read(new String(bytes.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
