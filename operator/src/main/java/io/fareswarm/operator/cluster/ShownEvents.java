package io.fareswarm.operator.cluster;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fareswarm.operator.ui.ChangeLog;

/// The Kubernetes events about resources, each once. Thread-safe and bounded.
final class ShownEvents {
    /// Events that are recognized when they are listed again.
    private static final int RECOGNIZED = 2000;
    private static final Set<String> KINDS = Set.of(PageKind.LoadTest.name(), PageKind.FareModel.name());

    private final ChangeLog changes;
    private final Map<String, Integer> counts = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > RECOGNIZED;
        }
    };

    ShownEvents(ChangeLog changes) {
        this.changes = changes;
    }

    /// Adds those events of a list that are new, the oldest first.
    synchronized void addAll(List<ObjectNode> events) {
        events.stream().sorted(Comparator.comparing(ShownEvents::time)).forEach(this::add);
    }

    /// Adds an event, or the same with another count.
    synchronized void add(ObjectNode event) {
        JsonNode about = event.path("involvedObject");
        int count = Math.max(1, event.path("count").asInt(1));
        if (KINDS.contains(about.path("kind").asText())
                && !Integer.valueOf(count).equals(counts.put(event.at("/metadata/uid").asText(), count))) {
            changes.event(new ChangeLog.Event(about.path("namespace").asText(), about.path("kind").asText(),
                    about.path("name").asText(), event.path("type").asText("Normal"), event.path("reason").asText(),
                    event.path("message").asText(), time(event), count));
        }
    }

    /// When an event was seen last, ISO 8601 in UTC.
    static String time(JsonNode event) {
        return Stream.of("/lastTimestamp", "/eventTime", "/firstTimestamp", "/metadata/creationTimestamp")
                .map(field -> event.at(field).asText("")).filter(time -> !time.isEmpty() && !time.equals("null"))
                .findFirst().orElse("");
    }
}
