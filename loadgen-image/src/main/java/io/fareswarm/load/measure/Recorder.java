package io.fareswarm.load.measure;

import org.jspecify.annotations.Nullable;

import io.fareswarm.load.pace.Phases;
import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.IntervalReport.RunPart;

/// Recorder that counts each sample in the second in which it ended, and passes each second on when it is over,
/// including seconds without samples. Times are nanoseconds from the start barrier and never decrease. Only the send
/// thread uses it.
public final class Recorder {
    /// Value of the sent time of a request that was never sent.
    public static final long NEVER = Long.MIN_VALUE;

    private static final int NONE = -1;

    private final Expectations expectations;
    private final Phases phases;
    private final IntervalQueue queue;
    private final ErrorIndex errors;
    private final int[][] statusErrors;
    private IntervalCounts current;
    /// When the duration ends: samples that end later belong to the drain.
    private long end;
    /// When this worker stops to send: seconds that begin later are none of its seconds of the duration.
    private long sendingEnd;
    private long currentEnd;
    private long turnFrom = NEVER;
    private long users;
    /// Number of the error of the request that ended last.
    private int lastError = NONE;

    /// @param queue receiver of the filled intervals
    public Recorder(Expectations expectations, Phases phases, IntervalQueue queue) {
        this.expectations = expectations;
        this.phases = phases;
        this.queue = queue;
        errors = queue.errorIndex();
        statusErrors = new int[expectations.names().size()][TaskCounts.STATUSES];
        current = queue.takeEmpty();
        end = phases.end();
        sendingEnd = end;
        long first = phases.from() / Phases.SECOND;
        current.begin(first, phase(first));
        currentEnd = phases.from() + Phases.SECOND;
    }

    /// Passes on all seconds that have ended at the time `now`.
    public void advance(long now) {
        while (now >= currentEnd) {
            if (turnFrom != NEVER) {
                // A turn that spans several seconds is a stall of each of them.
                current.turn(currentEnd - turnFrom);
            }
            if (end <= currentEnd) {
                queue.elapsed(elapsed(end));
            }
            long next = current.second() + 1;
            queue.put(current);
            current = queue.takeEmpty();
            current.begin(next, phase(next));
            current.users(isHandedOver(currentEnd) ? 0 : users);
            currentEnd += Phases.SECOND;
        }
    }

    private RunPart phase(long second) {
        if (phases.isWarmup(second)) {
            return RunPart.warmup;
        }
        return second * Phases.SECOND < sendingEnd ? RunPart.measured : RunPart.drain;
    }

    /// Whether another worker sends the share at a time.
    private boolean isHandedOver(long time) {
        return sendingEnd < end && time >= sendingEnd;
    }

    /// Moves the ends.
    ///
    /// @param sending when this worker stops to send; before the end of the duration, if another worker continues
    /// @param duration end of the duration
    public void endsAt(long sending, long duration) {
        sendingEnd = sending;
        end = duration;
    }

    /// When the current second ends.
    public long secondEnd() {
        return currentEnd;
    }

    /// Notes that a turn of the send loop begins.
    ///
    /// @param from when the loop woke up, or should have. Time before the worker begins to send does not count
    public void turnBegins(long from) {
        turnFrom = Math.max(from, phases.from());
    }

    /// Notes that the turn of the send loop ends, because the loop begins to wait.
    public void turnEnds(long now) {
        advance(now);
        current.turn(now - turnFrom); // ignored if negative, before the worker begins
        turnFrom = NEVER;
    }

    /// Counts the start of a request.
    ///
    /// @param started when the request started
    /// @param dueAndFree when the request was due and its user was free: the later of both times
    public void started(long started, long dueAndFree) {
        advance(started);
        current.lag(started - dueAndFree);
    }

    /// Whether the task checks response bodies, so that [#checkBody] needs the whole body.
    public boolean checksBody(int task) {
        return expectations.body(task) != null;
    }

    /// Checks the body of a response. Returns null if it has the expected value.
    ///
    /// @param length length of the body in bytes; more than [BodyCheck#MAX_BYTES] if the body is too long
    public BodyCheck.@Nullable AssertionFailure checkBody(int task, byte[] body, int length, ContentEncoding encoding) {
        BodyCheck check = expectations.body(task);
        return check == null ? null : check.check(body, length, encoding);
    }

    /// Counts a complete response. The first failed check of status, body and latency, in this order, decides the kind
    /// of failure.
    ///
    /// @param status HTTP status, 100 to 599
    /// @param bytes number of bytes of its headers and body
    /// @param failure result of the body check; null if it passed or there was none
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

    /// Whether a response with this status is a failure that still lacks an example.
    ///
    /// @param status HTTP status; a value outside 100 to 599 if it is not yet known
    public boolean wantsExample(int task, int status) {
        if (status < TaskCounts.LOWEST_STATUS || status >= TaskCounts.LOWEST_STATUS + TaskCounts.STATUSES
                || expectations.isExpected(task, status)) {
            return false;
        }
        int known = statusErrors[task][status - TaskCounts.LOWEST_STATUS];
        return known == 0 || !errors.hasExample(known - 1);
    }

    /// Whether the request that ended last is a failure whose error still lacks an example.
    public boolean wantsExample() {
        return lastError != NONE && !errors.hasExample(lastError);
    }

    /// Sets the example of the error that was counted last.
    public void example(String text) {
        errors.example(lastError, text);
    }

    private int statusError(int task, int status) {
        // The table stores the error number plus one; 0 means that there is none.
        int known = statusErrors[task][status - TaskCounts.LOWEST_STATUS];
        if (known == 0) {
            known = 1 + errors.number(task, ErrorReport.Kind.status, expectations.explain(task, status));
            statusErrors[task][status - TaskCounts.LOWEST_STATUS] = known;
        }
        return known - 1;
    }

    /// Counts a request that ended without a complete response.
    ///
    /// @param sent [#NEVER] if the request was not sent
    /// @param bytes number of bytes of an incomplete response
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

    /// Counts the request that ended last for the address to which it was sent, or should have been.
    ///
    /// @param number number in the [AddressIndex]
    public void sentTo(int number) {
        current.address(number, lastError != NONE);
    }

    /// Counts a request that was due but could not be started.
    public void dropped(int task, long now) {
        advance(now);
        current.touch(task).dropped();
    }

    /// Sets the number of users that are active now. An interval reports the maximum of these numbers. Users that another
    /// worker has do not count.
    public void users(long active) {
        users = isHandedOver(currentEnd - Phases.SECOND) ? 0 : active;
        current.users(users);
    }

    /// Ends the run. Passes on the seconds that are over, and also the current second unless it has no samples.
    public void finish(long now) {
        advance(now);
        queue.elapsed(elapsed(Math.min(now, end)));
        if (current.isTouched()) {
            queue.put(current);
        }
        queue.end();
    }

    /// Length of the duration if it ended at `time`; 0 if another worker continues, or if it had not begun.
    private long elapsed(long time) {
        return sendingEnd < end ? 0 : Math.max(0, time - phases.warmupSeconds() * Phases.SECOND);
    }
}
