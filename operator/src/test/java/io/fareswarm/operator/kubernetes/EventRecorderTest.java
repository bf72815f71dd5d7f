package io.fareswarm.operator.kubernetes;

import java.util.List;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import org.junit.jupiter.api.Test;

import io.fareswarm.api.Condition;
import io.fareswarm.api.FareModel;
import io.fareswarm.api.FareModelStatus;
import io.fareswarm.operator.conditions.ResourceEvent;

import static org.assertj.core.api.Assertions.assertThat;

class EventRecorderTest {
    private static FareModel model(String uid) {
        FareModel model = new FareModel();
        model.setMetadata(new ObjectMetaBuilder().withName("taxi").withUid(uid).build());
        return model;
    }

    private static FareModelStatus status(String time) {
        return new FareModelStatus(1L, List.of(new Condition("Trained", "True", "Trained", "run 1", time, 1)), 1, null,
                null, 0, 0, "");
    }

    private static ResourceEvent event(String reason, String message) {
        return new ResourceEvent(false, reason, message);
    }

    @Test
    void anEventThatIsRepeatedAfterACrashHasTheSameName() {
        String name = EventRecorder.name(model("uid-1"), status("2026-01-01T10:00:00Z"), event("Trained", "run 1"));

        assertThat(name).startsWith("taxi.").isEqualTo(EventRecorder.name(model("uid-1"),
                status("2026-01-01T10:00:00Z"), event("Trained", "run 1, seen a second later")));
    }

    @Test
    void anEventOfAnotherResourceOrStatusOrReasonHasAnotherName() {
        List<String> names = List.of(
                EventRecorder.name(model("uid-1"), null, event("Trained", "run 1")),
                EventRecorder.name(model("uid-2"), null, event("Trained", "run 1")),
                EventRecorder.name(model("uid-1"), status("2026-01-01T10:00:00Z"), event("Trained", "run 1")),
                EventRecorder.name(model("uid-1"), status("2026-01-01T10:00:01Z"), event("Trained", "run 1")),
                EventRecorder.name(model("uid-1"), null, event("TrainingFailed", "run 1")));

        assertThat(names).doesNotHaveDuplicates();
    }
}
