package io.fareswarm.operator.cluster;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import io.fareswarm.operator.ui.ChangeLog;
import io.fareswarm.operator.ui.ResourceKey;

import static org.assertj.core.api.Assertions.assertThat;

class ShownResourcesTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final ChangeLog changes = new ChangeLog();
    private final ShownResources shown = new ShownResources(changes, 2);

    private static ObjectNode test(String namespace, String name, int second) {
        ObjectNode test = JSON.createObjectNode().put("kind", "LoadTest");
        test.putObject("metadata").put("namespace", namespace).put("name", name)
                .put("creationTimestamp", "2026-01-01T00:00:%02dZ".formatted(second)).putArray("managedFields").add(1);
        return test;
    }

    private static ObjectNode inPhase(String phase, int run) {
        ObjectNode test = test("team", "rush", 1);
        test.putObject("status").put("phase", phase).putObject("run").put("number", run);
        return test;
    }

    private boolean isShown(String namespace, String name) {
        return changes.find(new ResourceKey("LoadTest", namespace, name)).isPresent();
    }

    private List<String> events() throws InterruptedException {
        return changes.after(0, Duration.ZERO).stream().map(change -> change.event() + " " + change.data()).toList();
    }

    @Test
    void theOldestResourceMakesRoomForANewOneAndAnOlderOneIsLeftOut() {
        shown.put(test("team", "second", 2));
        shown.put(test("team", "third", 3));
        shown.put(test("team", "first", 1));
        assertThat(isShown("team", "first")).isFalse();

        shown.put(test("team", "fourth", 4));

        assertThat(isShown("team", "second")).isFalse();
        assertThat(isShown("team", "third")).isTrue();
        assertThat(isShown("team", "fourth")).isTrue();
    }

    @Test
    void aNewListRemovesOnlyWhatIsGoneFromItsNamespace() {
        shown.put(test("team", "gone", 1));
        shown.put(test("other", "stays", 2));

        shown.replace("team", List.of());
        assertThat(isShown("team", "gone")).isFalse();
        assertThat(isShown("other", "stays")).isTrue();

        shown.replace("", List.of());
        assertThat(isShown("other", "stays")).isFalse();
    }

    @Test
    void aListOfTheSameResourcesIsNoChange() throws InterruptedException {
        shown.replace("", List.of(test("team", "rush", 1)));
        int before = events().size();

        shown.replace("", List.of(test("team", "rush", 1)));

        assertThat(events()).hasSize(before);
    }

    @Test
    void managedFieldsAreNotShown() throws InterruptedException {
        shown.put(test("team", "rush", 1));
        assertThat(events()).singleElement().asString().contains("rush").doesNotContain("managedFields");
    }

    @Test
    void theEndOfARunIsReportedOnceAsAChangeOfItsFiles() throws InterruptedException {
        shown.put(inPhase("Running", 3));
        shown.put(inPhase("Finished", 3));
        shown.put(inPhase("Finished", 3));

        assertThat(events()).filteredOn(one -> one.startsWith("files")).singleElement().asString()
                .contains("\"run\":3");
    }
}
