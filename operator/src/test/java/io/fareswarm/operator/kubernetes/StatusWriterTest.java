package io.fareswarm.operator.kubernetes;

import java.time.Clock;
import java.util.List;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.junit.jupiter.api.Test;

import io.fareswarm.api.Condition;
import io.fareswarm.api.LoadTest;
import io.fareswarm.api.LoadTestStatus;

import static org.assertj.core.api.Assertions.assertThat;

class StatusWriterTest {
    private static LoadTest created(String time) {
        LoadTest test = new LoadTest();
        test.setMetadata(new ObjectMetaBuilder().withName("rush").withUid("uid-1").withCreationTimestamp(time).build());
        return test;
    }

    private static LoadTestStatus changed(String... times) {
        return new LoadTestStatus(1L, LoadTestStatus.Phase.Finished, null, null, null, null, null, null,
                List.of(times).stream().map(time -> new Condition("Complete", "True", "DurationElapsed", "", time, 1))
                        .toList(),
                null, null, null);
    }

    @Test
    void aStatusOlderThanItsResourceIsIgnored() {
        try (KubernetesClient client = new KubernetesClientBuilder().build()) {
            var statuses = new StatusWriter<LoadTestStatus, LoadTest>(LoadTestStatus::conditions, new Cluster(client),
                    new OperatorMetrics(), Clock.systemUTC());
            LoadTest test = created("2026-01-01T10:01:00Z");
            assertThat(statuses.known(test)).isNull();
            test.setStatus(changed("2026-01-01T10:00:01Z", "2026-01-01T10:00:54Z"));
            assertThat(statuses.known(test)).isNull();
            test.setStatus(changed("2026-01-01T10:00:01Z", "2026-01-01T10:00:56Z"));
            assertThat(statuses.known(test)).isEqualTo(test.getStatus());
            test.setStatus(changed());
            assertThat(statuses.known(test)).isEqualTo(test.getStatus());
        }
    }
}
