package io.fareswarm.load.pace;

import java.util.ArrayList;
import java.util.List;

/// A level in the course of time, in pieces that are each constant or a straight line: users, or arrivals a second. After
/// the last piece nothing changes any more. Immutable; times are nanoseconds from the start barrier, on the whole one.
///
/// The level stands for things numbered from 0: number k is there while the level is above k. So the first of a rise from 0
/// is there at once, number k when the level has reached k, and in a fall the last come leave first.
final class LoadProfile {
    private static final double SECOND = 1e9;

    private final long[] from;
    private final double[] first;
    /// Where each piece ends; of the last one its constant level.
    private final double[] last;
    /// A second.
    private final double[] slope;
    /// The level added up over the seconds before each piece.
    private final double[] before;

    private LoadProfile(Builder built) {
        int pieces = built.from.size();
        from = built.from.stream().mapToLong(Long::longValue).toArray();
        first = built.first.stream().mapToDouble(Double::doubleValue).toArray();
        last = built.last.stream().mapToDouble(Double::doubleValue).toArray();
        slope = built.slope.stream().mapToDouble(Double::doubleValue).toArray();
        before = new double[pieces];
        for (int piece = 1; piece < pieces; piece++) {
            before[piece] = before[piece - 1]
                    + (first[piece - 1] + last[piece - 1]) / 2 * ((from[piece] - from[piece - 1]) / SECOND);
        }
    }

    /// Lines pieces up from the barrier on.
    static final class Builder {
        private final List<Long> from = new ArrayList<>();
        private final List<Double> first = new ArrayList<>();
        private final List<Double> last = new ArrayList<>();
        private final List<Double> slope = new ArrayList<>();
        private long now;
        private double level;

        /// The level changes evenly to another one; not at all in no time.
        Builder ramp(double to, long nanos) {
            return line(to, nanos, (to - level) * SECOND / nanos);
        }

        /// The level rises, or falls, so much a second until it is there.
        Builder climb(double to, double perSecond) {
            long nanos = (long) Math.ceil(Math.abs(to - level) * SECOND / perSecond);
            return line(to, nanos, to < level ? -perSecond : perSecond);
        }

        /// What is planned from a time on is forgotten; where nothing is planned until then, nothing changes.
        Builder until(long time) {
            if (time >= now) {
                return step(level, time - now);
            }
            int piece = from.size() - 1;
            while (from.get(piece) >= time) {
                from.removeLast();
                first.removeLast();
                last.removeLast();
                slope.removeLast();
                piece--;
            }
            level = first.get(piece) + slope.get(piece) * ((time - from.get(piece)) / SECOND);
            last.set(piece, level);
            now = time;
            return this;
        }

        /// The level is another one at once, and stays.
        Builder step(double to, long nanos) {
            level = to;
            return line(to, nanos, 0);
        }

        private Builder line(double to, long nanos, double perSecond) {
            if (nanos > 0) {
                from.add(now);
                first.add(level);
                last.add(to);
                slope.add(perSecond);
                now += nanos;
            }
            level = to;
            return this;
        }

        /// The course that stays at the last level for ever.
        LoadProfile hold() {
            step(level, 1);
            return new LoadProfile(this);
        }
    }

    /// The level at that time.
    double at(long time) {
        int piece = piece(time);
        double level = first[piece] + slope[piece] * ((time - from[piece]) / SECOND);
        return Math.clamp(level, Math.min(first[piece], last[piece]), Math.max(first[piece], last[piece]));
    }

    /// The highest level that there ever is.
    double peak() {
        double peak = 0;
        for (int piece = 0; piece < from.length; piece++) {
            peak = Math.max(peak, Math.max(first[piece], last[piece]));
        }
        return peak;
    }

    /// The first instant from `time` on at which number k is there; [Long#MAX_VALUE] when it will not be.
    long enters(long k, long time) {
        for (int piece = piece(time); piece < from.length; piece++) {
            long enter = Math.max(enter(piece, k), time);
            if (enter < leave(piece, k)) {
                return enter;
            }
        }
        return Long.MAX_VALUE;
    }

    /// When number k, which is there at that time, leaves; [Long#MAX_VALUE] when it stays.
    long leaves(long k, long time) {
        for (int piece = piece(time); piece < from.length; piece++) {
            if (enter(piece, k) > Math.max(time, from[piece])) {
                return from[piece];
            }
            long leave = leave(piece, k);
            if (leave < end(piece)) {
                return leave;
            }
        }
        return Long.MAX_VALUE;
    }

    /// When the level, added up over the seconds, reaches an amount; [Long#MAX_VALUE] when it never does.
    long reaches(double amount) {
        int piece = 0;
        // What is a boundary but for the rounding of the sum belongs to the piece after it.
        while (piece + 1 < from.length && before[piece + 1] * (1 - 1e-14) <= amount) {
            piece++;
        }
        double rest = amount - before[piece];
        if (rest <= 0) {
            return first[piece] > 0 || slope[piece] > 0 ? from[piece] : Long.MAX_VALUE;
        }
        if (first[piece] == 0 && slope[piece] <= 0) {
            return Long.MAX_VALUE;
        }
        double square = first[piece] * first[piece] + 2 * slope[piece] * rest;
        double nanos = 2 * SECOND * rest / (first[piece] + Math.sqrt(Math.max(0, square)));
        // An instant that is whole in truth must not fall to the nanosecond before it.
        long reached = from[piece] + (long) (nanos + Math.ulp(nanos));
        return piece + 1 < from.length ? Math.min(reached, end(piece) - 1) : reached;
    }

    private int piece(long time) {
        int piece = 0;
        while (piece + 1 < from.length && from[piece + 1] <= time) {
            piece++;
        }
        return piece;
    }

    private long end(int piece) {
        return piece + 1 < from.length ? from[piece + 1] : Long.MAX_VALUE;
    }

    private long enter(int piece, long k) {
        if (first[piece] > k) {
            return from[piece];
        }
        return last[piece] > k
                ? Math.min(from[piece] + (long) ((k - first[piece]) * SECOND / slope[piece]), end(piece) - 1)
                : Long.MAX_VALUE;
    }

    private long leave(int piece, long k) {
        if (last[piece] > k) {
            return end(piece);
        }
        return first[piece] > k
                ? Math.min(from[piece] + (long) ((k - first[piece]) * SECOND / slope[piece]), end(piece) - 1)
                : Long.MIN_VALUE;
    }
}
