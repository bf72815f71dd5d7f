package io.fareswarm.operator.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Measurements of a run over time: its last seconds one by one, and those before in windows of several. Immutable. It leaves
/// out the warm-up, and seconds that no worker reported.
///
/// @param older windows of equal length, oldest first
/// @param seconds the last ones, oldest first
/// @param load the time in which the workers sent load
public record Timeline(List<MergedInterval> older, List<MergedInterval> seconds, LoadSpan load) {
    /// Maximum number of windows.
    public static final int MOST_WINDOWS = 600;

    /// Least time that gives a rate, seconds. Workers start and stop some milliseconds apart.
    private static final double LEAST_SECONDS = 0.25;

    /// The reported part of the duration. A stop and a number of requests end it within a second.
    ///
    /// @param firstSecond its first second, from the start barrier
    /// @param end its end, seconds from the start barrier
    /// @param ended whether the duration is over; otherwise some workers may have reported more than this part
    public record LoadSpan(long firstSecond, double end, boolean ended) {}

    /// The part of a window in which the workers sent load, seconds. Rates are requests by this time: neither the warm-up, nor
    /// the drain, nor the rest of the last second count. 0 for a part that is too short for a rate, and for a window that not all
    /// workers have reported yet.
    public double loadSeconds(MergedInterval window) {
        double end = (double) window.second() + window.seconds();
        if (!load.ended && end > load.end) {
            return 0;
        }
        double counted = Math.min(end, load.end) - Math.max(window.second(), load.firstSecond);
        return counted < LEAST_SECONDS ? 0 : counted;
    }

    /// Whether the workers sent load during the whole window.
    boolean isWhole(MergedInterval window) {
        return window.second() >= load.firstSecond
                && window.second() + window.seconds() <= load.end;
    }

    /// Maximum number of active users at one time.
    long users() {
        return Stream.concat(older.stream(), seconds.stream()).mapToLong(MergedInterval::users).max().orElse(0);
    }

    /// The whole timeline in windows of equal length. The length is 1 s, or the least power of two for which the windows are
    /// not more than `most`. Histograms are merged, so a window's percentiles are those of its samples.
    public List<MergedInterval> windows(int most) {
        List<MergedInterval> all = new ArrayList<>(older);
        all.addAll(seconds);
        if (all.isEmpty()) {
            return all;
        }
        long width = older.isEmpty() ? 1 : older.getFirst().seconds();
        while (all.getLast().second() / width - all.getFirst().second() / width >= most) {
            width *= 2;
        }
        return inWindows(all, width);
    }

    /// Merges the parts into windows of this length, which is a multiple of their own.
    static List<MergedInterval> inWindows(List<MergedInterval> parts, long width) {
        Map<Long, List<MergedInterval>> windows = new TreeMap<>();
        parts.forEach(part -> windows.computeIfAbsent(part.second() / width, _ -> new ArrayList<>()).add(part));
        return windows.entrySet().stream()
                .map(one -> MergedInterval.ofWindow(one.getKey() * width, width, one.getValue())).toList();
    }

    /// Consecutive seconds merged; empty when one of them is not among the last ones.
    public Optional<MergedInterval> window(long second, int length) {
        List<MergedInterval> inside = seconds.stream()
                .filter(one -> one.second() >= second && one.second() < second + length).toList();
        return inside.size() == length
                ? Optional.of(MergedInterval.ofWindow(second, length, inside))
                : Optional.empty();
    }
}
