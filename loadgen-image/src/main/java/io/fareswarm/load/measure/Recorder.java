package io.fareswarm.load.measure;

import io.fareswarm.api.worker.ErrorReport;
import io.fareswarm.api.worker.SecondReport.Phase;
import io.fareswarm.load.pace.Phases;

/// Counts samples into the second in which they were done, and closes each second when the clock has passed it, idle ones
/// too. All times are nanoseconds from the start barrier and never run backwards. For one thread: the send thread.
public final class Recorder {
    /// Stands for the sent time of a request that never was.
    public static final long NEVER = Long.MIN_VALUE;

    private final Expectations expectations;
    private final Phases phases;
    private final Seconds seconds;
    private final int[][] statusErrors;
    private Second current;
    private long end;
    private long currentEnd = Phases.SECOND;
    private long turnFrom = NEVER;
    private long users;

    /// @param seconds where closed seconds go
    public Recorder(Expectations expectations, Phases phases, Seconds seconds) {
        this.expectations = expectations;
        this.phases = phases;
        this.seconds = seconds;
        statusErrors = new int[expectations.names().size()][TaskCounts.STATUSES];
        current = seconds.takeEmpty();
        end = phases.end();
        current.begin(0, phase(0));
    }

    /// Closes the seconds that are over by now.
    public void advance(long now) {
        while (now >= currentEnd) {
            if (turnFrom != NEVER) {
                // A turn that spans seconds is a stall of each of them.
                current.turn(currentEnd - turnFrom);
            }
            long next = current.number() + 1;
            seconds.close(current);
            current = seconds.takeEmpty();
            current.begin(next, phase(next));
            current.users(users);
            currentEnd += Phases.SECOND;
        }
    }

    private Phase phase(long second) {
        if (phases.isWarmup(second)) {
            return Phase.warmup;
        }
        return second * Phases.SECOND < end ? Phase.measured : Phase.drain;
    }

    /// The duration ends earlier than planned.
    public void endsAt(long newEnd) {
        end = newEnd;
    }

    /// When the second that is filled now ends.
    public long secondEnd() {
        return currentEnd;
    }

    /// The send loop woke up, or should have.
    public void turnBegins(long from) {
        turnFrom = from;
    }

    /// The send loop goes to wait.
    public void turnEnds(long now) {
        advance(now);
        current.turn(now - turnFrom);
        turnFrom = NEVER;
    }

    /// A request was begun at `started`, that much after it was due and its user free.
    public void started(long started, long dueAndFree) {
        advance(started);
        current.lag(started - dueAndFree);
    }

    /// A whole answer.
    ///
    /// @param status 100 to 599
    /// @param bytes of its head and body
    public void answered(int task, int status, long due, long sent, long done, long bytes) {
        advance(done);
        boolean expected = expectations.isExpected(task, status);
        current.touch(task).answered(status, expected, done - due, done - sent, bytes);
        if (done >= end) {
            current.task(task).drained(!expected, true);
        }
        if (!expected) {
            current.error(statusError(task, status));
        }
    }

    private int statusError(int task, int status) {
        // Kept plus one, so that a fresh array of zeros knows none.
        int known = statusErrors[task][status - TaskCounts.LOWEST_STATUS];
        if (known == 0) {
            known = 1 + seconds.errorKeys().number(task, ErrorReport.Kind.status, expectations.explain(task, status));
            statusErrors[task][status - TaskCounts.LOWEST_STATUS] = known;
        }
        return known - 1;
    }

    /// A request that ended without a whole answer.
    ///
    /// @param sent [#NEVER] when it never was
    /// @param bytes received all the same
    public void failed(int task, ErrorReport.Kind kind, String detail, long due, long sent, long done, long bytes) {
        advance(done);
        boolean wasSent = sent != NEVER;
        current.touch(task).failed(kind, done - due, wasSent, wasSent ? done - sent : 0, bytes);
        if (done >= end) {
            current.task(task).drained(true, false);
        }
        current.error(seconds.errorKeys().number(task, kind, detail));
    }

    /// A request was due but could not be started.
    public void dropped(int task, long now) {
        advance(now);
        current.touch(task).dropped();
    }

    /// How many users are active now; the most of a second is what it reports.
    public void users(long active) {
        users = active;
        current.users(active);
    }

    /// Ends the run: closes what is over and the second under way, unless nothing happened in it.
    public void finish(long now) {
        advance(now);
        if (current.isTouched()) {
            seconds.close(current);
        }
        seconds.end(Math.max(0, Math.min(now, end) - phases.warmupSeconds() * Phases.SECOND));
    }
}
