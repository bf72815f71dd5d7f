package io.fareswarm.load.pace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/// Load over time, as a level: the number of users, or arrivals per second. It consists of pieces; in each, the level
/// is constant or changes linearly. The last piece is constant and never ends. Immutable; times are nanoseconds from
/// the start barrier of the whole run.
///
/// Users are numbered from 0. User k is active while the level is above k. So in a rise from 0, user 0 starts at once,
/// and user k starts when the level reaches k. In a fall, the user with the highest number stops first.
final class LoadProfile {
    private static final double SECOND = 1e9;

    private final long[] from;
    private final double[] first;
    /// Level at the end of each piece.
    private final double[] last;
    /// Change of the level per second, in each piece.
    private final double[] slope;
    /// Integral of the level over the seconds before each piece.
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

    /// Builder of a load profile. It appends pieces, starting at the start barrier with level 0.
    static final class Builder {
        private final List<Piece> pieces = new ArrayList<>();
        private long now;
        private double level;

        /// Appends a piece in which the level changes linearly to `to`.
        Builder ramp(double to, long nanos) {
            return line(to, nanos, (to - level) * SECOND / nanos);
        }

        /// Appends a piece in which the level changes to `to` at `perSecond` per second.
        Builder climb(double to, double perSecond) {
            long nanos = (long) Math.ceil(Math.abs(to - level) * SECOND / perSecond);
            return line(to, nanos, to < level ? -perSecond : perSecond);
        }

        /// Ends the profile at a time: cuts it there, or extends its last level until then.
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

        /// Appends a piece in which the level is `to` from its beginning.
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

        /// Builds the profile. Its last level never ends.
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

    /// The first instant at or after `time` at which user k is active; [Long#MAX_VALUE] if there is none.
    long activeFrom(long k, long time) {
        for (int piece = piece(time); piece < from.length; piece++) {
            long start = Math.max(startIn(piece, k), time);
            if (start < endIn(piece, k)) {
                return start;
            }
        }
        return Long.MAX_VALUE;
    }

    /// The time at which user k, who is active at `time`, stops; [Long#MAX_VALUE] if it never does.
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

    /// The time at which the integral of the level over the seconds reaches an amount; [Long#MAX_VALUE] if it never
    /// does.
    long whenTotalReaches(double amount) {
        int piece = 0;
        // An amount that differs from a piece's boundary only by rounding belongs to the piece after the boundary.
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
        // An instant that is mathematically a whole nanosecond must not be truncated to the nanosecond before it.
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

    /// The time at which user k starts in a piece: the piece's beginning if k is already active then; [Long#MAX_VALUE]
    /// if k is not active in the piece.
    private long startIn(int piece, long k) {
        if (first[piece] > k) {
            return from[piece];
        }
        return last[piece] > k ? crosses(piece, k) : Long.MAX_VALUE;
    }

    /// The time at which user k stops in a piece: the piece's end if k is still active then; [Long#MIN_VALUE] if k is
    /// not active in the piece.
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
