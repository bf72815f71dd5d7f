package io.fareswarm.load.pace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/// Load over time: a level, which is a number of users or of arrivals a second, in pieces that are each constant or linear.
/// The last piece is constant and never ends. Immutable; times are nanoseconds from the start barrier of the whole run.
///
/// Users are numbered from 0, and user k is active while the level is above k. So user 0 starts at once in a rise from 0, user
/// k when the level has reached k, and in a fall the user with the highest number stops first.
final class LoadProfile {
    private static final double SECOND = 1e9;

    private final long[] from;
    private final double[] first;
    /// Level at the end of each piece.
    private final double[] last;
    /// Change of the level a second.
    private final double[] slope;
    /// Integral of the level, in seconds, before each piece.
    private final double[] before;

    private LoadProfile(Builder built) {
        from = built.pieces.stream().mapToLong(Piece::from).toArray();
        first = built.pieces.stream().mapToDouble(Piece::first).toArray();
        last = built.pieces.stream().mapToDouble(Piece::last).toArray();
        slope = built.pieces.stream().mapToDouble(Piece::slope).toArray();
        before = new double[from.length];
        for (int piece = 1; piece < from.length; piece++) {
            before[piece] = before[piece - 1]
                    + (first[piece - 1] + last[piece - 1]) / 2 * ((from[piece] - from[piece - 1]) / SECOND);
        }
    }

    private record Piece(long from, double first, double last, double slope) {}

    /// Appends pieces, from the start barrier and level 0 on.
    static final class Builder {
        private final List<Piece> pieces = new ArrayList<>();
        private long now;
        private double level;

        /// Changes the level linearly to another one within a time.
        Builder ramp(double to, long nanos) {
            return line(to, nanos, (to - level) * SECOND / nanos);
        }

        /// Changes the level by so much a second until it is another one.
        Builder climb(double to, double perSecond) {
            long nanos = (long) Math.ceil(Math.abs(to - level) * SECOND / perSecond);
            return line(to, nanos, to < level ? -perSecond : perSecond);
        }

        /// Cuts the profile at a time, or extends its last level until then.
        Builder until(long time) {
            if (time >= now) {
                return step(level, time - now);
            }
            pieces.removeIf(piece -> piece.from >= time);
            Piece cut = pieces.removeLast();
            level = cut.first + cut.slope * ((time - cut.from) / SECOND);
            pieces.add(new Piece(cut.from, cut.first, level, cut.slope));
            now = time;
            return this;
        }

        /// Changes the level at once, and keeps it for a time.
        Builder step(double to, long nanos) {
            level = to;
            return line(to, nanos, 0);
        }

        private Builder line(double to, long nanos, double perSecond) {
            if (nanos > 0) {
                pieces.add(new Piece(now, level, to, perSecond));
                now += nanos;
            }
            level = to;
            return this;
        }

        /// The profile, whose last level never ends.
        LoadProfile build() {
            step(level, 1);
            return new LoadProfile(this);
        }
    }

    double at(long time) {
        int piece = piece(time);
        double level = first[piece] + slope[piece] * ((time - from[piece]) / SECOND);
        return Math.clamp(level, Math.min(first[piece], last[piece]), Math.max(first[piece], last[piece]));
    }

    double peak() {
        return DoubleStream.concat(Arrays.stream(first), Arrays.stream(last)).max().orElse(0);
    }

    /// The first instant at or after `time` at which user k is active; [Long#MAX_VALUE] when there is none.
    long activeFrom(long k, long time) {
        for (int piece = piece(time); piece < from.length; piece++) {
            long start = Math.max(startIn(piece, k), time);
            if (start < endIn(piece, k)) {
                return start;
            }
        }
        return Long.MAX_VALUE;
    }

    /// When user k, who is active at a time, stops; [Long#MAX_VALUE] when it never does.
    long activeUntil(long k, long time) {
        for (int piece = piece(time); piece < from.length; piece++) {
            if (startIn(piece, k) > Math.max(time, from[piece])) {
                return from[piece];
            }
            long end = endIn(piece, k);
            if (end < end(piece)) {
                return end;
            }
        }
        return Long.MAX_VALUE;
    }

    /// When the integral of the level, in seconds, reaches an amount; [Long#MAX_VALUE] when it never does.
    long whenTotalReaches(double amount) {
        int piece = 0;
        // An amount that differs from a boundary only by the rounding of the sum belongs to the piece after it.
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
        // A mathematically whole instant must not be truncated to the nanosecond before it.
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

    /// When user k starts in a piece: its beginning when k is active then; [Long#MAX_VALUE] for never.
    private long startIn(int piece, long k) {
        if (first[piece] > k) {
            return from[piece];
        }
        return last[piece] > k ? crosses(piece, k) : Long.MAX_VALUE;
    }

    /// When user k stops in a piece: its end when k is active then; [Long#MIN_VALUE] when k is not active in it.
    private long endIn(int piece, long k) {
        if (last[piece] > k) {
            return end(piece);
        }
        return first[piece] > k ? crosses(piece, k) : Long.MIN_VALUE;
    }

    private long crosses(int piece, long k) {
        return Math.min(from[piece] + (long) ((k - first[piece]) * SECOND / slope[piece]), end(piece) - 1);
    }
}
