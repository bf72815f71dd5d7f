package io.fareswarm.operator.ui;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// The resources as they are, the events about them, and the latest changes, each with a number. A reader that has all up
/// to a number gets what follows; one that missed too much begins anew. Thread-safe and bounded.
public final class ChangeLog {
    /// Latest changes, for readers whose connection broke.
    private static final int MOST_CHANGES = 300;
    /// Latest events, for readers that begin.
    private static final int MOST_EVENTS = 500;
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<ResourceKey, ObjectNode> resources = new LinkedHashMap<>();
    private final Deque<String> events = new ArrayDeque<>();
    private final Deque<Change> latest = new ArrayDeque<>();
    /// Distinguishes the numbers of this log from those of another log, also of an earlier process.
    private final String epoch = Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE),
            Character.MAX_RADIX);
    private long last;

    /// One change.
    ///
    /// @param number from 1, without gaps
    /// @param event name of the event: `resource`, `event`, `files`, `reset`, `synced`
    /// @param data JSON
    public record Change(long number, String event, String data) {}

    /// An event about a resource: a step of a run or of a model.
    ///
    /// @param type `Normal` or `Warning`
    /// @param time ISO 8601 in UTC
    public record Event(String namespace, String kind, String name, String type, String reason, String message,
            String time, int count) {}

    /// Adds or replaces a resource. One that is equal to the one before is no change.
    public synchronized void put(ObjectNode resource) {
        ObjectNode before = resources.put(ResourceKey.of(resource), resource);
        if (!resource.equals(before)) {
            add("resource", resourceData("put", resource));
        }
    }

    /// Removes a resource.
    public synchronized void remove(ResourceKey key) {
        ObjectNode before = resources.remove(key);
        if (before != null) {
            add("resource", resourceData("delete", before));
        }
    }

    /// Adds an event.
    public synchronized void event(Event event) {
        String data = JSON.valueToTree(event).toString();
        events.addLast(data);
        if (events.size() > MOST_EVENTS) {
            events.removeFirst();
        }
        add("event", data);
    }

    /// Reports that the stored files of a run have changed.
    public synchronized void files(String namespace, String name, int run) {
        add("files", JSON.createObjectNode().put("namespace", namespace).put("name", name).put("run", run).toString());
    }

    private void add(String event, String data) {
        latest.addLast(new Change(++last, event, data));
        if (latest.size() > MOST_CHANGES) {
            latest.removeFirst();
        }
        notifyAll();
    }

    /// The resource as it is.
    public synchronized Optional<ObjectNode> find(ResourceKey key) {
        return Optional.ofNullable(resources.get(key));
    }

    /// Identifier of a change, which no other log has.
    String id(Change change) {
        return epoch + "-" + change.number();
    }

    /// The number in the identifier of a change; -1 when it is none of this log.
    long number(String id) {
        String number = id.startsWith(epoch + "-") ? id.substring(epoch.length() + 1) : "";
        return number.matches("[0-9]{1,18}") ? Long.parseLong(number) : -1;
    }

    /// Everything that a reader needs that has the changes up to a number; waits for the next change when it has all.
    ///
    /// @param after -1 for a reader that begins
    /// @return empty when none came within the timeout; from `reset` to `synced` all there is when the reader missed too much
    public synchronized List<Change> after(long after, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (after == last && deadline - System.nanoTime() > 0) {
            wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        }
        if (after == last) {
            return List.of();
        }
        boolean whole = after >= 0 && after < last && last - after <= latest.size();
        return whole ? latest.stream().filter(change -> change.number() > after).toList() : everything();
    }

    private List<Change> everything() {
        List<Change> all = new ArrayList<>();
        all.add(new Change(last, "reset", "{}"));
        resources.values().forEach(one -> all.add(new Change(last, "resource", resourceData("put", one))));
        events.forEach(one -> all.add(new Change(last, "event", one)));
        all.add(new Change(last, "synced", "{}"));
        return all;
    }

    private static String resourceData(String type, ObjectNode resource) {
        return JSON.createObjectNode().put("type", type).set("object", resource).toString();
    }
}
