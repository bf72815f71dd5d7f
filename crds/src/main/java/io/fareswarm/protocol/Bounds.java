package io.fareswarm.protocol;

import java.util.List;

/// Bounds of what a worker may report. A record of the protocol checks its own components, so a report that another
/// program wrote is checked while it is read.
final class Bounds {
    /// Maximum of every count: a petabyte of bytes, or a million requests a second for 35 years.
    static final long MAX_COUNT = 1L << 50;

    private Bounds() {}

    static void requireCount(String name, long count) {
        requireRange(name, count, MAX_COUNT);
    }

    static void requireRange(String name, long value, long most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException("%s: expected 0 to %d, found %d".formatted(name, most, value));
        }
    }

    static void requireText(String name, String text, int most) {
        if (text.length() > most) {
            throw new IllegalArgumentException(
                    "%s: expected at most %d characters, found %d".formatted(name, most, text.length()));
        }
    }

    static <T> List<T> requireList(String name, List<T> list, int most) {
        requireSize(name, list.size(), most);
        return List.copyOf(list);
    }

    static void requireSize(String name, int size, int most) {
        if (size > most) {
            throw new IllegalArgumentException("%s: expected at most %d, found %d".formatted(name, most, size));
        }
    }
}
