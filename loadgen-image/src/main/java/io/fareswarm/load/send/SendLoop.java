package io.fareswarm.load.send;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.fareswarm.load.measure.BodyCheck;
import io.fareswarm.load.measure.Recorder;
import io.fareswarm.load.pace.ArrivalPacer;
import io.fareswarm.load.pace.Pacer;
import io.fareswarm.load.pace.Phases;
import io.fareswarm.load.pace.UserPacer;
import io.fareswarm.load.traffic.RequestGenerator;

/// The loop that sends the requests of one slice, on the thread that calls [#run()]. The way of one request:
/// ```
/// source.takeNext -> slot -> cycle.start   draws, connects, sends
///                selector -> cycle.ready   connects, sends the rest, reads
///                deadline -> cycle.expire  fails
///     each of the three -> null or outcome -> outcomes.record -> source.ended -> cycle.start, if the next is due
/// ```
/// A turn is the time between two waits. Waiting is not part of it, but waking late is: a thread that gets no CPU has long
/// turns, a slow target causes none.
public final class SendLoop implements Runnable {
    private static final long MILLI = 1_000_000L;

    /// Requests that start in one turn, or are dropped at their bound, at most, so that responses do not wait meanwhile.
    /// Cycles that a user missed are not among them: they are all dropped when its response comes, and dropping one takes
    /// much less time than sending it.
    private static final int MOST_STARTS = 256;

    /// Shortly before something is due the loop spins, since a sleep overshoots by about as much.
    private static final long SPIN = 60_000L;

    /// Longest sleep within the last millisecond, where the selector's whole milliseconds are too coarse, while requests
    /// are in flight: it delays the reading of a response by as much. With none in flight it delays nothing.
    private static final long NAP = 50_000L;

    /// Longest single wait. A thread that gets no CPU shows by waking later than requested; after a long wait, the delay
    /// would count as the target's.
    private static final long LONGEST_WAIT = 5 * MILLI;

    /// No loop is further behind than that. Nanoseconds.
    private static final long BEHIND = 10_000 * MILLI;

    private static final String FAILED = "the send loop failed: ";

    private final Phases phases;
    private final Recorder recorder;
    private final LongSupplier clock;
    private final ConnectionPool connections;
    private final Selector selector;
    private final RequestSender cycle;
    private final RequestSource source;
    private final OutcomeRecorder outcomes;
    private final Consumer<SelectionKey> onReady = this::ready;
    private final AtomicReference<@Nullable Change> change = new AtomicReference<>();
    private volatile boolean stopRequested;
    private volatile boolean draining;
    private volatile @Nullable String problem;
    private long end;
    private boolean awake;
    private long waitsFrom;
    private long wakeBy;

    /// Another pacer, which differs from the one before only after the present, and another end.
    private record Change(Pacer pacer, long end) {}

    /// @param clock nanoseconds from the start barrier, negative before it
    /// @param connections to the target; for this loop alone, which closes them
    /// @param attempt how many workers had the slice before, 0 first
    /// @param requests how many start at most; the run ends when they have ended
    /// @param timeoutNanos a request without a complete response by then fails
    public SendLoop(Pacer pacer, Phases phases, RequestGenerator generator, Recorder recorder, LongSupplier clock,
            ConnectionPool connections, int attempt, long requests, long timeoutNanos) {
        this.phases = phases;
        this.recorder = recorder;
        this.clock = clock;
        this.connections = connections;
        selector = connections.selector();
        end = phases.end();
        CapturedBody.Pool bodies = new CapturedBody.Pool((long) BodyCheck.MOST_MIB_IN_ALL << 20);
        FailureExamples examples = new FailureExamples(generator, connections.bytes());
        cycle = new RequestSender(generator, recorder, clock, timeoutNanos, connections, bodies, examples);
        outcomes = new OutcomeRecorder(recorder, bodies, examples);
        source = switch (pacer) {
            case UserPacer users -> new UserSource(users, generator, recorder, phases.from(), attempt, end, requests);
            case ArrivalPacer arrivals -> new ArrivalSource(arrivals, generator, recorder, phases.from(), end,
                    requests);
        };
    }

    /// Continues with another pacer and until another end. From any thread.
    public void change(Pacer pacer, long newEnd) {
        if (pacer instanceof ArrivalPacer arrivals) {
            long _ = arrivals.first(clock.getAsLong() - BEHIND); // draws the past here and not between two requests
        }
        change.set(new Change(pacer, newEnd));
        selector.wakeup();
    }

    private void takeChange(long now) {
        Change taken = change.getAndSet(null);
        if (taken != null && !stopRequested && now < end) {
            end = Math.max(taken.end, now);
            source.change(taken.pacer, end, now);
            recorder.endsAt(end);
        }
    }

    /// Starts no new request from now on; those in flight may still end. From any thread, any number of times.
    public void stop() {
        stopRequested = true;
        selector.wakeup();
    }

    /// Whether the loop is past its end and only awaits the requests in flight. From any thread.
    public boolean isDraining() {
        return draining;
    }

    /// Why the loop failed, set before the recorder is finished; null while all is well. From any thread.
    public @Nullable String problem() {
        return problem;
    }

    /// Sends until the end is past and nothing is in flight, or the graceful stop is past; then closes all connections. When
    /// the loop fails, requests in flight are not counted, as they have neither a response nor a failure.
    ///
    /// @throws UncheckedIOException when the system fails the selector
    @Override
    public void run() {
        try {
            long now = clock.getAsLong();
            recorder.turnBegins(now);
            while (!isOver(now)) {
                takeChange(now);
                startDue(now);
                for (RequestOutcome expired = cycle.expire(now); expired != null; expired = cycle.expire(now)) {
                    end(expired);
                }
                recorder.users(source.active(now));
                await();
                now = clock.getAsLong();
            }
            source.endAt(now);
            source.dropRest(now);
            for (RequestOutcome unfinished = cycle.abandon(now); unfinished != null; unfinished = cycle.abandon(now)) {
                end(unfinished);
            }
        } catch (ConnectionsExhausted e) {
            problem = e.getMessage();
        } catch (IOException e) {
            problem = FAILED + e;
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            problem = FAILED + e;
            throw e;
        } finally {
            recorder.finish(clock.getAsLong());
            connections.close();
        }
    }

    private boolean isOver(long now) {
        boolean spent = now >= phases.from() && source.isSpent() && cycle.inFlight() == 0;
        if (now < end && (stopRequested || spent)) {
            end = now;
            source.endAt(now);
            recorder.endsAt(now);
        }
        if (now < end) {
            return false;
        }
        draining = true;
        return (cycle.inFlight() == 0 && source.nextDue() == Long.MAX_VALUE) || now >= end + phases.gracefulStop();
    }

    private void startDue(long now) {
        for (int left = MOST_STARTS; left > 0 && source.nextDue() <= now; left--) {
            ConnectionSlot slot = source.takeNext(now);
            if (slot != null) {
                end(cycle.start(slot));
            }
        }
    }

    /// Counts the outcome, if there is one, and starts the slot's next request if that is due at once.
    private void end(@Nullable RequestOutcome ended) {
        RequestOutcome outcome = ended;
        while (outcome != null) {
            outcomes.record(outcome);
            outcome = source.ended(outcome) ? cycle.start(outcome.slot()) : null;
        }
    }

    /// Waits until a channel is ready or something is due, and serves the channels that are ready.
    private void await() throws IOException {
        wakeBy = Math.min(Math.min(source.nextDue(), cycle.nextDeadline()), recorder.secondEnd());
        long now = clock.getAsLong();
        wakeBy = Math.min(wakeBy, now < end ? end : end + phases.gracefulStop());
        wakeBy = Math.min(wakeBy, now + LONGEST_WAIT);
        recorder.turnEnds(now);
        waitsFrom = now;
        awake = false;
        long left = wakeBy - now;
        if (left >= MILLI) {
            selector.select(onReady, left / MILLI);
        } else if (selector.selectNow(onReady) == 0 && left > 0) {
            if (left > SPIN) {
                LockSupport.parkNanos(cycle.inFlight() == 0 ? left - SPIN : Math.min(NAP, left - SPIN));
            } else {
                Thread.onSpinWait();
            }
        }
        if (!awake) {
            wake();
        }
    }

    private void ready(SelectionKey key) {
        if (!awake) {
            wake();
        }
        end(cycle.ready(key));
    }

    private void wake() {
        awake = true;
        recorder.turnBegins(Math.max(waitsFrom, Math.min(clock.getAsLong(), wakeBy)));
    }
}
