package io.fareswarm.load.send;

import org.jspecify.annotations.Nullable;

/// The slots with a request, ordered by deadline. All requests have the same timeout, so their deadlines are in the
/// order of their starts. Therefore a linked list through the slots suffices, without a timer wheel.
final class Deadlines {
    private @Nullable ConnectionSlot first;
    private @Nullable ConnectionSlot last;
    private int size;

    /// Adds a slot. Its deadline must not be before the deadline of any other slot.
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
