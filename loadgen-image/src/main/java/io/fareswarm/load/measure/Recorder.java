package io.fareswarm.load.measure;

import org.jspecify.annotations.Nullable;

import io.fareswarm.load.pace.Phases;
import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.IntervalReport.Phase;

/// Counts samples into the second in which they were done, and closes each second when the clock has passed it, idle ones
/// too. All times are nanoseconds from the start barrier and never run backwards. For one thread: the send thread.
public final class Recorder {
    /// Stands for the sent time of a request that never was.
    public static final long NEVER = Long.MIN_VALUE;

    private static final int NONE = -1;

    private final Expectations expectations;
    private final Phases phases;
    private final IntervalQueue seconds;
    private final int[][] statusErrors;
    private IntervalCounts current;
    private long end;
    private long currentEnd;
    private long turnFrom = NEVER;
    private long users;
    /// The number of the error of what ended last.
    private int lastError = NONE;

    /// @param seconds where closed seconds go
    public Recorder(Expectations expectations, Phases phases, IntervalQueue seconds) {
        this.expectations = expectations;
        this.phases = phases;
        this.seconds = seconds;
        statusErrors = new int[expectations.names().size()][TaskCounts.STATUSES];
        current = seconds.takeEmpty();
        end = phases.end();
        long first = phases.from() / Phases.SECOND;
        current.begin(first, phase(first));
        currentEnd = phases.from() + Phases.SECOND;
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

    /// The send loop woke up, or should have. What lies before the worker begins is nobody's.
    public void turnBegins(long from) {
        turnFrom = Math.max(from, phases.from());
    }

    /// The send loop goes to wait.
    public void turnEnds(long now) {
        advance(now);
        current.turn(now - turnFrom); // negative, which counts as nothing, before the worker begins
        turnFrom = NEVER;
    }

    /// A request was begun at `started`, that much after it was due and its user free.
    public void started(long started, long dueAndFree) {
        advance(started);
        current.lag(started - dueAndFree);
    }

    /// Whether the bodies of the task's answers have to be kept, for [#look].
    public boolean looksInto(int task) {
        return expectations.body(task) != null;
    }

    /// Looks into the body of an answer. Null when the task finds there what it expects.
    ///
    /// @param length more than [BodyCheck#MAX_BYTES] for a longer one
    public BodyCheck.@Nullable Unmet look(int task, byte[] body, int length, boolean gzip) {
        BodyCheck check = expectations.body(task);
        return check == null ? null : check.check(body, length, gzip);
    }

    /// A whole answer into whose body nobody looks.
    public void answered(int task, int status, long due, long sent, long done, long bytes) {
        answered(task, status, due, sent, done, bytes, null);
    }

    /// A whole answer. It has failed for the first of these: its status, its body, its latency.
    ///
    /// @param status 100 to 599
    /// @param bytes of its head and body
    /// @param unmet what its body lacks; null for nothing
    public void answered(int task, int status, long due, long sent, long done, long bytes,
            BodyCheck.@Nullable Unmet unmet) {
        advance(done);
        ErrorReport.Kind kind = null;
        lastError = NONE;
        if (!expectations.isExpected(task, status)) {
            kind = ErrorReport.Kind.status;
            lastError = statusError(task, status);
        } else if (unmet != null) {
            kind = unmet.kind();
            lastError = seconds.errorKeys().number(task, kind, unmet.detail());
        } else if (expectations.isSlow(task, done - due)) {
            kind = ErrorReport.Kind.slow;
            lastError = seconds.errorKeys().number(task, kind, expectations.explainSlow(task));
        }
        current.touch(task).answered(status, kind, done - due, done - sent, bytes);
        if (done >= end) {
            current.task(task).drained(kind != null, true);
        }
        if (lastError != NONE) {
            current.error(lastError);
        }
    }

    /// Whether an answer of that status to the task, of which the rest is to come, will be a failure of which there is no
    /// example yet.
    ///
    /// @param status none from 100 to 599 while it is not known
    public boolean wantsExample(int task, int status) {
        if (status < TaskCounts.LOWEST_STATUS || status >= TaskCounts.LOWEST_STATUS + TaskCounts.STATUSES
                || expectations.isExpected(task, status)) {
            return false;
        }
        int known = statusErrors[task][status - TaskCounts.LOWEST_STATUS];
        return known == 0 || seconds.errorKeys().example(known - 1) == null;
    }

    /// Whether what ended last has failed, for something of which there is no example yet.
    public boolean wantsExample() {
        return lastError != NONE && seconds.errorKeys().example(lastError) == null;
    }

    /// Gives the failure that was counted last an example.
    public void example(String text) {
        seconds.errorKeys().example(lastError, text);
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
        lastError = seconds.errorKeys().number(task, kind, detail);
        current.error(lastError);
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
