package io.fareswarm.operator.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.fareswarm.api.worker.Report;
import io.fareswarm.api.worker.SecondReport;
import io.fareswarm.api.worker.TotalReport;
import io.fareswarm.api.worker.WorkerProtocol;
import io.fareswarm.api.worker.WorkerState;

/// What one worker process reported.
///
/// Seconds are added up in their order, without a gap; a second that comes before its predecessors waits. So what is
/// added up is always seconds 0 to [#through], which makes two states of the same worker comparable: the one that
/// reaches further holds all that the other has.
final class WorkerTally {
    /// Seconds kept one by one for the live view.
    static final int RECENT = 60;

    private Part sum;
    private long through = -1;
    /// The last second of the total that is in [#sum]; -1 without one.
    private long totalThrough = -1;
    /// Seconds whose predecessors are missing; at most as many as a worker keeps, since it cannot fill an older gap.
    private final NavigableMap<Long, Part> waiting = new TreeMap<>();
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
        TotalReport total = report.total();
        boolean replaces = total != null && total.throughSecond() >= through && total.throughSecond() > totalThrough;
        Part whole = total != null && replaces ? Part.of(total, names) : sum;
        long wholeThrough = total != null && replaces ? total.throughSecond() : through;
        Map<Long, Part> fresh = new TreeMap<>();
        for (SecondReport second : report.seconds()) {
            if (second.second() > wholeThrough && !waiting.containsKey(second.second())) {
                fresh.put(second.second(), Part.of(second, names));
            }
        }

        waiting.putAll(fresh);
        if (replaces) {
            replace(whole, wholeThrough, wholeThrough);
        }
        advance();
        for (SecondReport second : report.seconds()) {
            recent.putIfAbsent(second.second(), Tick.of(second, names));
            seeUsers(2 * second.second(), second.users());
        }
        trim();
        if (total != null) {
            seeUsers(2 * total.throughSecond() + 1, total.users());
        }
        finished |= total != null && report.status().state() == WorkerState.Finished;
    }

    /// Adds what another state of the same worker has and this one has not.
    void absorb(WorkerTally other) {
        if (other.through > through || (other.through == through && other.totalThrough > totalThrough)) {
            replace(other.sum, other.through, other.totalThrough);
        }
        other.waiting.tailMap(through, false).forEach(waiting::putIfAbsent);
        advance();
        other.recent.forEach(recent::putIfAbsent);
        trim();
        seeUsers(other.usersAsOf, other.users);
        finished |= other.finished;
    }

    private void replace(Part whole, long throughSecond, long throughTotal) {
        sum = whole;
        through = throughSecond;
        totalThrough = throughTotal;
        waiting.headMap(through, true).clear();
    }

    private void advance() {
        while (!waiting.isEmpty()
                && (waiting.firstKey() == through + 1 || waiting.size() > WorkerProtocol.KEPT_SECONDS)) {
            Map.Entry<Long, Part> next = waiting.pollFirstEntry();
            sum = sum.plus(next.getValue());
            through = next.getKey();
        }
    }

    private void trim() {
        while (recent.size() > RECENT) {
            recent.pollFirstEntry();
        }
    }

    private void seeUsers(long asOf, long count) {
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

    Part sum() {
        if (waiting.isEmpty()) {
            return sum;
        }
        List<Part> parts = new ArrayList<>(waiting.values());
        parts.add(sum);
        return parts.stream().reduce(Part::plus).orElseThrow();
    }
}
