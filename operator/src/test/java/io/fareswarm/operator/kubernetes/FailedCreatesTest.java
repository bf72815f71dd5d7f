package io.fareswarm.operator.kubernetes;

import java.util.List;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FailedCreatesTest {
    private static final Job JOB = new JobBuilder().withNewMetadata().withUid("job-1").endMetadata().withNewSpec()
            .withParallelism(2).endSpec().build();
    private static final FailedCreates EVENTS = events();

    private static FailedCreates events() {
        var about = new EventBuilder().withNewInvolvedObject().withUid("job-1").endInvolvedObject();
        return new FailedCreates(List.of(about.withMessage("new").withLastTimestamp("2026-01-01T10:00:01Z").build(),
                about.withMessage("old").withLastTimestamp("2026-01-01T10:00:00Z").build(),
                about.editInvolvedObject().withUid("other").endInvolvedObject().withMessage("another")
                        .withLastTimestamp("2026-01-01T10:00:02Z").build()));
    }

    private static Pod pod(String phase) {
        return new PodBuilder().withNewMetadata().endMetadata().withNewStatus().withPhase(phase).endStatus().build();
    }

    @Test
    void theReasonIsTheLatestEventOfTheJob() {
        assertThat(EVENTS.of(JOB, List.of())).hasValue("new");
    }

    @Test
    void aJobThatHasAllItsPodsHasNoReason() {
        assertThat(EVENTS.of(JOB, List.of(pod("Running"), pod("Pending")))).isEmpty();
        assertThat(EVENTS.of(JOB, List.of(pod("Running"), pod("Failed")))).hasValue("new");
    }
}
