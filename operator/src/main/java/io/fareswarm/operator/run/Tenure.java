package io.fareswarm.operator.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.fareswarm.api.LoadTestStatus.Edit;

/// When a worker's number has a part of the load, in seconds of the run from its barrier: from the start to the end of it,
/// unless an edit asks for more workers or fewer.
///
/// @param until [#OPEN] while nothing but the end of the run is known
record Tenure(long from, long until) {
    static final long OPEN = Long.MAX_VALUE;
    private static final Tenure WHOLE = new Tenure(0, OPEN);

    /// Of all numbers that the run ever has. A number that has left does not come again: edits that ask for that wait for the
    /// next run.
    ///
    /// @param begun how many workers the run began with
    static List<Tenure> all(int begun, List<Edit> edits) {
        List<Tenure> all = new ArrayList<>(Collections.nCopies(begun, WHOLE));
        int count = begun;
        for (Edit edit : edits) {
            int workers = edit.workers() == null ? begun : edit.workers();
            for (int number = workers; number < count; number++) {
                all.set(number, new Tenure(all.get(number).from, edit.second()));
            }
            for (int number = all.size(); number < workers; number++) {
                all.add(new Tenure(edit.second(), OPEN));
            }
            count = workers;
        }
        return all;
    }

    boolean isOpen() {
        return until == OPEN;
    }

    /// The second of the duration at which it begins, of so many that are due.
    long begins(long due, long warmup) {
        return Math.clamp(from - warmup, 0, due);
    }

    /// Likewise ends.
    long ends(long due, long warmup) {
        return isOpen() ? due : Math.clamp(until - warmup, 0, due);
    }

    /// How much of the duration is over when all numbers together have measured so many seconds, each for as long as the
    /// others.
    static Duration measured(List<Tenure> tenures, long workerSeconds, long warmup) {
        long second = 0;
        long left = workerSeconds;
        while (true) {
            long now = second;
            long next = Long.MAX_VALUE;
            long there = 0;
            for (Tenure tenure : tenures) {
                long begins = tenure.begins(Long.MAX_VALUE, warmup);
                long ends = tenure.ends(Long.MAX_VALUE, warmup);
                there += begins <= now && now < ends ? 1 : 0;
                next = begins > now ? Math.min(next, begins) : ends > now ? Math.min(next, ends) : next;
            }
            if (there == 0 || next == Long.MAX_VALUE || left <= there * (next - now)) {
                return there == 0
                        ? Duration.ofSeconds(second)
                        : Duration.ofSeconds(second).plus(Duration.ofSeconds(left).dividedBy(there));
            }
            left -= there * (next - now);
            second = next;
        }
    }
}
