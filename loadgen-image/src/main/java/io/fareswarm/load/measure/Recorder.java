package io.fareswarm.load.measure;

import org.jspecify.annotations.Nullable;

import io.fareswarm.load.pace.Phases;
import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.IntervalReport.RunPart;

/// Counts samples into the second in which they ended, and passes each second on when it is over, idle ones too. All times
/// are nanoseconds from the start barrier and never run backwards. For one thread: the send thread.
public final class Recorder {
    /// The sent time of a request that was never sent.
    public static final long NEVER = Long.MIN_VALUE;

    private static final int NONE = -1;

    private final Expectations expectations;
    private final Phases phases;
    private final IntervalQueue queue;
    private final ErrorIndex errors;
    private final int[][] statusErrors;
    private IntervalCounts current;
    private long end;
    private long currentEnd;
    private long turnFrom = NEVER;
    private long users;
    /// The number of the error of the request that ended last.
    private int lastError = NONE;

    /// @param queue takes the filled intervals
    public Recorder(Expectations expectations, Phases phases, IntervalQueue queue) {
        this.expectations = expectations;
        this.phases = phases;
        this.queue = queue;
        errors = queue.errorIndex();
        statusErrors = new int[expectations.names().size()][TaskCounts.STATUSES];
        current = queue.takeEmpty();
        end = phases.end();
        long first = phases.from() / Phases.SECOND;
        current.begin(first, phase(first));
        currentEnd = phases.from() + Phases.SECOND;
    }

    /// Passes on the seconds that are over by now.
    public void advance(long now) {
        while (now >= currentEnd) {
            if (turnFrom != NEVER) {
                // A turn that spans seconds is a stall of each of them.
                current.turn(currentEnd - turnFrom);
            }
            long next = current.second() + 1;
            queue.put(current);
            current = queue.takeEmpty();
            current.begin(next, phase(next));
            current.users(users);
            currentEnd += Phases.SECOND;
        }
    }

    private RunPart phase(long second) {
        if (phases.isWarmup(second)) {
            return RunPart.warmup;
        }
        return second * Phases.SECOND < end ? RunPart.measured : RunPart.drain;
    }

    /// The duration ends earlier than planned.
    public void endsAt(long newEnd) {
        end = newEnd;
    }

    /// When the current second ends.
    public long secondEnd() {
        return currentEnd;
    }

    /// The send loop woke up, or should have woken up. Time before the worker begins does not count.
    public void turnBegins(long from) {
        turnFrom = Math.max(from, phases.from());
    }

    /// The send loop begins to wait.
    public void turnEnds(long now) {
        advance(now);
        current.turn(now - turnFrom); // negative, which counts as nothing, before the worker begins
        turnFrom = NEVER;
    }

    /// Counts the start of a request.
    ///
    /// @param dueAndFree when it was due and its user free
    public void started(long started, long dueAndFree) {
        advance(started);
        current.lag(started - dueAndFree);
    }

    /// Whether the task expects something in the bodies of its responses, which [#checkBody] needs whole.
    public boolean checksBody(int task) {
        return expectations.body(task) != null;
    }

    /// Checks the body of a response; null when it has what the task expects.
    ///
    /// @param length more than [BodyCheck#MAX_BYTES] for a longer one
    public BodyCheck.@Nullable AssertionFailure checkBody(int task, byte[] body, int length, boolean gzip) {
        BodyCheck check = expectations.body(task);
        return check == null ? null : check.check(body, length, gzip);
    }

    /// Counts a whole response. It fails for the first of these: its status, its body, its latency.
    ///
    /// @param status 100 to 599
    /// @param bytes of its head and body
    /// @param failure of the check of its body; null for none
    public void responded(int task, int status, long due, long sent, long done, long bytes,
            BodyCheck.@Nullable AssertionFailure failure) {
        advance(done);
        ErrorReport.Kind kind = null;
        lastError = NONE;
        if (!expectations.isExpected(task, status)) {
            kind = ErrorReport.Kind.status;
            lastError = statusError(task, status);
        } else if (failure != null) {
            kind = failure.kind();
            lastError = errors.number(task, kind, failure.detail());
        } else if (expectations.isSlow(task, done - due)) {
            kind = ErrorReport.Kind.slow;
            lastError = errors.number(task, kind, expectations.explainSlow(task));
        }
        current.touch(task).responded(status, kind, done - due, done - sent, bytes);
        if (done >= end) {
            current.task(task).drained(kind != null, true);
        }
        if (lastError != NONE) {
            current.error(lastError);
        }
    }

    /// Whether a response that begins with that status will be a failure without an example so far.
    ///
    /// @param status none from 100 to 599 while it is not known
    public boolean wantsExample(int task, int status) {
        if (status < TaskCounts.LOWEST_STATUS || status >= TaskCounts.LOWEST_STATUS + TaskCounts.STATUSES
                || expectations.isExpected(task, status)) {
            return false;
        }
        int known = statusErrors[task][status - TaskCounts.LOWEST_STATUS];
        return known == 0 || !errors.hasExample(known - 1);
    }

    /// Whether the request that ended last failed with an error without an example so far.
    public boolean wantsExample() {
        return lastError != NONE && !errors.hasExample(lastError);
    }

    /// Sets the example of the error that was counted last.
    public void example(String text) {
        errors.example(lastError, text);
    }

    private int statusError(int task, int status) {
        // Stored plus one, so that 0 is none.
        int known = statusErrors[task][status - TaskCounts.LOWEST_STATUS];
        if (known == 0) {
            known = 1 + errors.number(task, ErrorReport.Kind.status, expectations.explain(task, status));
            statusErrors[task][status - TaskCounts.LOWEST_STATUS] = known;
        }
        return known - 1;
    }

    /// Counts a request that ended without a whole response.
    ///
    /// @param sent [#NEVER] when it was not sent
    /// @param bytes of an incomplete response
    public void failed(int task, ErrorReport.Kind kind, String detail, long due, long sent, long done, long bytes) {
        advance(done);
        boolean wasSent = sent != NEVER;
        current.touch(task).failed(kind, done - due, wasSent, wasSent ? done - sent : 0, bytes);
        if (done >= end) {
            current.task(task).drained(true, false);
        }
        lastError = errors.number(task, kind, detail);
        current.error(lastError);
    }

    /// Counts a request that was due but could not be started.
    public void dropped(int task, long now) {
        advance(now);
        current.touch(task).dropped();
    }

    /// Sets how many users are active now; an interval reports its most.
    public void users(long active) {
        users = active;
        current.users(active);
    }

    /// Ends the run: passes on the seconds that are over, and the current one unless nothing happened in it.
    public void finish(long now) {
        advance(now);
        if (current.isTouched()) {
            queue.put(current);
        }
        queue.end(Math.max(0, Math.min(now, end) - phases.warmupSeconds() * Phases.SECOND));
    }
}
