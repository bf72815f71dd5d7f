package io.fareswarm.load.send;

import org.jspecify.annotations.Nullable;

/// The slots with a request, by deadline. Every request has the same timeout, so the order of starting is the order of
/// the deadlines: a linked list through the slots does what else a timer wheel would.
final class Deadlines {
    private @Nullable Slot first;
    private @Nullable Slot last;
    private int size;

    /// Adds a slot whose deadline is not before any other's.
    void add(Slot slot) {
        slot.earlier = last;
        if (last == null) {
            first = slot;
        } else {
            last.later = slot;
        }
        last = slot;
        size++;
    }

    void remove(Slot slot) {
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
    Slot first() {
        return first;
    }

    /// Requests in flight.
    int size() {
        return size;
    }
}
