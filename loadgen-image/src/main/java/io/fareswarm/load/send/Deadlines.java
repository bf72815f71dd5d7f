package io.fareswarm.load.send;

import org.jspecify.annotations.Nullable;

/// The slots with a request, ordered by its deadline. All requests have the same timeout, so they reach their deadlines in
/// the order in which they start: a linked list through the slots does the work of a timer wheel.
final class Deadlines {
    private @Nullable ConnectionSlot first;
    private @Nullable ConnectionSlot last;
    private int size;

    /// Adds a slot whose deadline is not before any other's.
    void add(ConnectionSlot slot) {
        slot.earlier = last;
        if (last == null) {
            first = slot;
        } else {
            last.later = slot;
        }
        last = slot;
        size++;
    }

    void remove(ConnectionSlot slot) {
        if (slot.earlier == null) {
            first = slot.later;
        } else {
            slot.earlier.later = slot.later;
        }
        if (slot.later == null) {
            last = slot.earlier;
        } else {
            slot.later.earlier = slot.earlier;
        }
        slot.earlier = null;
        slot.later = null;
        size--;
    }

    /// The slot with the earliest deadline, or null.
    @Nullable
    ConnectionSlot first() {
        return first;
    }

    /// The number of requests in flight.
    int size() {
        return size;
    }
}
