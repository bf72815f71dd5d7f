package io.fareswarm.load.send;

import java.util.Arrays;

/// Users who wait, the next due first: a binary heap in two arrays.
final class DueHeap {
    private long[] dues = new long[64];
    private int[] users = new int[64];
    private int size;

    /// When the first is due; [Long#MAX_VALUE] when nobody waits.
    long firstDue() {
        return size == 0 ? Long.MAX_VALUE : dues[0];
    }

    void add(long due, int user) {
        if (size == dues.length) {
            dues = Arrays.copyOf(dues, size * 2);
            users = Arrays.copyOf(users, size * 2);
        }
        int at = size++;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (dues[parent] <= due) {
                break;
            }
            dues[at] = dues[parent];
            users[at] = users[parent];
            at = parent;
        }
        dues[at] = due;
        users[at] = user;
    }

    /// Nobody waits any more.
    void clear() {
        size = 0;
    }

    /// Takes out the user who is due first; there must be one.
    int removeFirst() {
        int first = users[0];
        size--;
        long due = dues[size];
        int user = users[size];
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && dues[child + 1] < dues[child]) {
                child++;
            }
            if (dues[child] >= due) {
                break;
            }
            dues[at] = dues[child];
            users[at] = users[child];
            at = child;
        }
        dues[at] = due;
        users[at] = user;
        return first;
    }
}
