package io.fareswarm.operator.cluster;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import io.fareswarm.operator.ui.ChangeLog;

import static org.assertj.core.api.Assertions.assertThat;

class ShownEventsTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final ChangeLog changes = new ChangeLog();
    private final ShownEvents shown = new ShownEvents(changes);

    private static ObjectNode event(String uid, String kind, String time, int count) {
        ObjectNode event = JSON.createObjectNode().put("reason", "reason-" + uid).put("type", "Warning")
                .put("message", "said").put("lastTimestamp", time).put("count", count);
        event.putObject("metadata").put("uid", uid);
        event.putObject("involvedObject").put("kind", kind).put("namespace", "team").put("name", "rush");
        return event;
    }

    private List<String> reasons() throws InterruptedException {
        return changes.after(0, Duration.ZERO).stream()
                .map(change -> change.data().replaceFirst(".*\"reason\":\"([^\"]*)\".*\"count\":([0-9]+).*", "$1 $2"))
                .toList();
    }

    @Test
    void aListOfEventsIsShownTheOldestFirst() throws InterruptedException {
        shown.addAll(List.of(event("b", "LoadTest", "2026-01-01T00:00:02Z", 1),
                event("a", "FareModel", "2026-01-01T00:00:01Z", 1)));
        assertThat(reasons()).containsExactly("reason-a 1", "reason-b 1");
    }

    @Test
    void anEventThatIsListedAgainIsShownOnlyWithAnotherCount() throws InterruptedException {
        shown.addAll(List.of(event("a", "LoadTest", "2026-01-01T00:00:01Z", 1)));
        shown.addAll(List.of(event("a", "LoadTest", "2026-01-01T00:00:01Z", 1)));
        shown.add(event("a", "LoadTest", "2026-01-01T00:00:05Z", 2));
        assertThat(reasons()).containsExactly("reason-a 1", "reason-a 2");
    }

    @Test
    void eventsAboutOtherKindsAreNotShown() throws InterruptedException {
        shown.add(event("a", "Pod", "2026-01-01T00:00:01Z", 1));
        assertThat(reasons()).isEmpty();
    }

    @Test
    void anEventWithoutALastTimeHasThatOfItsCreation() {
        ObjectNode event = event("a", "LoadTest", "", 1).putNull("lastTimestamp").putNull("eventTime");
        event.withObject("/metadata").put("creationTimestamp", "2026-01-01T00:00:07Z");
        assertThat(ShownEvents.time(event)).isEqualTo("2026-01-01T00:00:07Z");
    }
}
