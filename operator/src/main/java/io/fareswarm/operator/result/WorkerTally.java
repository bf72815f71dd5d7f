package io.fareswarm.operator.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.worker.Report;
import io.fareswarm.api.worker.SecondReport;
import io.fareswarm.api.worker.TotalReport;
import io.fareswarm.api.worker.WorkerProtocol;
import io.fareswarm.api.worker.WorkerState;

/// What one worker process reported.
///
/// Seconds wait one by one until some of them follow upon the sum without a gap; then these are added to it at once,
/// which is cheaper than one by one. So the sum is always of seconds 0 to [#summed], which makes two states of the same
/// worker comparable: the sum that reaches further holds all that the other holds.
final class WorkerTally {
    /// Seconds kept one by one for the live view.
    static final int RECENT = 60;
    /// How many seconds are added up at once.
    private static final int BATCH = 8;

    private Part sum;
    private long summed = -1;
    /// The last second of the total that is in the sum; -1 without one.
    private long totalThrough = -1;
    /// Seconds after [#summed]: a batch at most, and those that came before their predecessors, of which there are no
    /// more than a worker keeps, since it cannot fill an older gap.
    private final NavigableMap<Long, Part> waiting = new TreeMap<>();
    private long through = -1;
    private final NavigableMap<Long, Tick> recent = new TreeMap<>();
    private boolean finished;
    private long users;
    private long usersAsOf = -1;

    WorkerTally(int tasks) {
        sum = Part.none(tasks);
    }

    WorkerTally(WorkerTally other) {
        this(other.sum.tasks().size());
        absorb(other);
    }

    /// @throws IllegalArgumentException for a report that cannot be read; nothing of it is added then
    void add(Report report, List<String> names) {
        TotalReport news = report.total() != null && tellsMore(report.total()) ? report.total() : null;
        Part whole = news == null ? sum : Part.of(news, names);
        long known = news == null ? summed : news.throughSecond();
        Map<Long, Part> fresh = new TreeMap<>();
        for (SecondReport second : report.seconds()) {
            if (second.second() > known && !waiting.containsKey(second.second())) {
                fresh.put(second.second(), Part.of(second, names));
            }
        }

        if (news != null) {
            replace(whole, known, known);
        }
        waiting.putAll(fresh);
        advance();
        for (SecondReport second : report.seconds()) {
            recent.computeIfAbsent(second.second(), _ -> Tick.of(second, names));
            seeUsers(second.second(), second.users(), false);
        }
        trim();
        see(report.total(), report.status().state());
    }

    private boolean tellsMore(TotalReport total) {
        return total.throughSecond() >= through && total.throughSecond() > totalThrough;
    }

    private void see(@Nullable TotalReport total, WorkerState state) {
        if (total != null) {
            seeUsers(total.throughSecond(), total.users(), true);
            finished |= state == WorkerState.Finished;
        }
    }

    /// Adds what another state of the same worker has and this one has not.
    void absorb(WorkerTally other) {
        if (other.summed > summed || (other.summed == summed && other.totalThrough > totalThrough)) {
            replace(other.sum, other.summed, other.totalThrough);
        }
        other.waiting.tailMap(summed, false).forEach(waiting::putIfAbsent);
        advance();
        other.recent.forEach(recent::putIfAbsent);
        trim();
        if (other.usersAsOf > usersAsOf) {
            usersAsOf = other.usersAsOf;
            users = other.users;
        }
        finished |= other.finished;
    }

    private void replace(Part whole, long throughSecond, long throughTotal) {
        sum = whole;
        summed = throughSecond;
        totalThrough = throughTotal;
        through = Math.max(through, summed);
        waiting.headMap(summed, true).clear();
    }

    private void advance() {
        Long next = through;
        while (next != null) {
            through = next;
            while (waiting.containsKey(through + 1)) {
                through++;
            }
            if (through - summed >= BATCH) {
                addUp();
            }
            // When so many wait, the worker has not kept what is missing: it will never come.
            next = waiting.size() > WorkerProtocol.KEPT_SECONDS ? waiting.higherKey(through) : null;
        }
    }

    private void addUp() {
        NavigableMap<Long, Part> batch = waiting.headMap(through, true);
        List<Part> parts = new ArrayList<>(batch.values());
        parts.add(sum);
        sum = Part.sum(parts, sum.tasks().size(), Errors.ofWorker(parts.stream().map(Part::errors).toList()));
        summed = through;
        batch.clear();
    }

    private void trim() {
        while (recent.size() > RECENT) {
            recent.pollFirstEntry();
        }
    }

    /// Of a second's own count and the total's of the same second, the total's is the newer.
    private void seeUsers(long second, long count, boolean total) {
        long asOf = 2 * second + (total ? 1 : 0);
        if (asOf > usersAsOf) {
            usersAsOf = asOf;
            users = count;
        }
    }

    /// The last second without a gap before it; -1 before the first.
    long through() {
        return through;
    }

    /// The newest second that it said anything about; -1 before the first.
    long newest() {
        return Math.max(through, waiting.isEmpty() ? -1 : waiting.lastKey());
    }

    /// Whether its final total is in.
    boolean finished() {
        return finished;
    }

    long users() {
        return users;
    }

    NavigableMap<Long, Tick> recent() {
        return recent;
    }

    /// What adds up to everything that it measured.
    List<Part> parts() {
        List<Part> parts = new ArrayList<>(waiting.values());
        parts.add(sum);
        return parts;
    }

    TotalReport total(List<String> names) {
        Part all = Part.sum(parts(), names.size(), errors());
        return new TotalReport(newest(), all.seconds(), users, all.elapsedMicros(), all.stalls().report(),
                IntStream.range(0, names.size()).mapToObj(task -> all.tasks().get(task).report(names.get(task)))
                        .toList(),
                all.errors().list());
    }

    Errors errors() {
        return Errors.ofWorker(parts().stream().map(Part::errors).toList());
    }
}
