package io.fareswarm.operator.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// How a run went over time: its last seconds one by one, what was before them in coarser windows. Immutable. Seconds that
/// no worker reported are missing, and the warm-up is.
///
/// @param older windows of equal length, oldest first
/// @param seconds the last ones, oldest first
public record Timeline(List<MergedInterval> older, List<MergedInterval> seconds) {
    /// Windows that a timeline is shown in at most.
    public static final int MOST_WINDOWS = 600;

    /// The most users that were active at once.
    long users() {
        return Stream.concat(older.stream(), seconds.stream()).mapToLong(MergedInterval::users).max().orElse(0);
    }

    /// All of it in windows of equal length, at most [#MOST_WINDOWS]: of a second each in a run that is short enough, else
    /// of the least power of two of them. Histograms are merged, so a window's percentiles are those of its samples.
    public List<MergedInterval> windows() {
        return windows(MOST_WINDOWS);
    }

    /// The same in at most so many.
    public List<MergedInterval> windows(int most) {
        List<MergedInterval> all = new ArrayList<>(older);
        all.addAll(seconds);
        if (all.isEmpty()) {
            return all;
        }
        int width = older.isEmpty() ? 1 : older.getFirst().seconds();
        while (all.getLast().second() / width - all.getFirst().second() / width >= most) {
            width *= 2;
        }
        return inWindows(all, width);
    }

    /// The parts in windows of this length, which is a multiple of their own.
    static List<MergedInterval> inWindows(List<MergedInterval> parts, int width) {
        Map<Long, List<MergedInterval>> windows = new TreeMap<>();
        parts.forEach(part -> windows.computeIfAbsent(part.second() / width, _ -> new ArrayList<>()).add(part));
        return windows.entrySet().stream()
                .map(one -> MergedInterval.ofWindow(one.getKey() * width, width, one.getValue())).toList();
    }

    /// Some seconds together; empty when one of them is not among the last ones.
    public Optional<MergedInterval> window(long second, int length) {
        List<MergedInterval> inside = seconds.stream()
                .filter(one -> one.second() >= second && one.second() < second + length).toList();
        return inside.size() == length
                ? Optional.of(MergedInterval.ofWindow(second, length, inside))
                : Optional.empty();
    }
}
