package io.fareswarm.e2e;

import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.Place;
import io.fareswarm.e2e.cluster.Prometheus;
import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.Space;
import io.fareswarm.e2e.cluster.Target;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// A test that is edited while it runs: what takes effect does so at one second of all workers, and the rest waits.
@Order(2)
class EditedTest {
    @BeforeAll
    static void installed() {
        Release.shared();
    }

    @Test
    void editsTakeEffectAtTheSecondsThatAreAnnouncedAndCountToTheUnit() {
        try (Space space = new Space("edited")) {
            Target target = Target.in(space);
            space.dev().apply(Manifest.loadTest("rush", Target.URL, Target.TASKS, "duration: 25s"));
            Asserts.sends(space, "rush");

            space.dev().apply(edited(2));
            takesEffect(space, 0, "load.arrivals.rate 50 -> 80, duration 25s -> 60s, thresholds");
            assertThat(Asserts.message(Asserts.loadTest(space, "rush"), "Progressing")).contains("raise spec.run to 2");

            space.dev().apply(edited(3));
            takesEffect(space, 1, "workers.count 2 -> 3");

            space.dev().apply(edited(1));
            takesEffect(space, 2, "workers.count 3 -> 1");
            // Two have told all, and leave before the run is over.
            Until.holds(() -> assertThat(space.admin().names("pods", "-l", "fareswarm.io/loadtest=rush",
                    "--field-selector=status.phase=Succeeded")).hasSize(2));
            assertThat(Asserts.loadTest(space, "rush").at("/status/phase").asText()).isEqualTo("Running");

            JsonNode test = Asserts.ends(space, "rush");
            String facts = test.path("status").toString();
            long second = test.at("/status/run/edits/0/second").asLong();
            assertThat(Asserts.requests(test)).as(facts).isEqualTo(50 * second + 80 * (60 - second))
                    .isEqualTo(target.answered());
            assertThat(Asserts.failures(test)).as(facts).isZero();
            Asserts.hasVerdict(test, "Passed");
            assertThat(test.at("/status/workers/desired").asInt()).as(facts).isEqualTo(1);
            assertThat(test.at("/status/workers/lost").asInt()).as(facts).isZero();
            assertThat(test.at("/status/thresholds").findValuesAsText("name")).containsExactly("errors", "many");
            assertThat(test.at("/status/run/seed").asLong()).isEqualTo(42);
            Until.holds(() -> assertThat(space.dev().run("events", "--for", "loadtest/rush")).contains("Edited"));
            if (Place.prometheus().isPresent()) {
                Until.holds(() -> assertThat(Kubectl.condition(Asserts.loadTest(space, "rush"), "PrometheusAgrees")
                        .path("status").asText()).isEqualTo("True"));
                assertThat(Prometheus.requests(space, "rush", 1)).isEqualTo(Asserts.requests(test));
            }
            String report = space.dev().get("configmap", test.at("/status/report/configMap").asText())
                    .at("/data/result.html").asText();
            assertThat(report).contains("Edits that took effect in the run");
            Asserts.nothingIsLeftOfRuns(space, "rush");
        }
    }

    private static String edited(int workers) {
        return Manifest.loadTest("rush", Target.URL, Target.TASKS, "duration: 60s", "load: {arrivals: {rate: 80}}",
                "seed: 7", "thresholds: [{name: errors, failureRatio: {max: 5%}}, {name: many, requests: {min: 1000}}]",
                "workers: {count: " + workers + "}");
    }

    /// Waits until the second of an edit is over.
    private static void takesEffect(Space space, int edit, String change) {
        Until.holds(() -> {
            JsonNode status = Asserts.loadTest(space, "rush").path("status");
            assertThat(status.at("/run/edits/" + edit + "/change").asText()).as(status.toString()).isEqualTo(change);
            Instant effect = Instant.parse(status.at("/run/startsAt").asText())
                    .plusSeconds(status.at("/run/edits/" + edit + "/second").asLong());
            assertThat(Instant.now()).isAfter(effect);
        });
    }
}
