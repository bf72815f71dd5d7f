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
import io.fareswarm.message.FailureCause;

/// The loop that sends the requests of one slice, on the thread that calls [#run()]. Steps of one request:
/// ```
/// source.takeNext -> slot -> cycle.start   draws, connects, sends
///                selector -> cycle.ready   connects, sends the rest, reads
///                deadline -> cycle.expire  fails
///     source.takeOpening -> slot -> cycle.connectAhead   connects before the first request, with TLS
///     each of the three -> null or ended slot -> outcomes.record -> source.ended -> cycle.start, if the next is due
/// ```
/// A turn is the time between two waits. It does not include the wait itself, but includes the delay of a late wake-up.
/// So a thread that gets no CPU has long turns, and a slow target causes none.
public final class SendLoop implements Runnable {
    private static final long MILLI = 1_000_000L;

    /// Maximum number of requests that start, or are dropped at their limit, in one turn, so that responses do not wait
    /// meanwhile. It does not limit the cycles that a user missed. They are all dropped at the user's response, which
    /// takes much less time than sending them.
    private static final int MOST_STARTS = 256;

    /// Time before the next due request in which the loop spins, in nanoseconds. A sleep overshoots by about this time.
    private static final long SPIN = 60_000L;

    /// Maximum sleep within the last millisecond, in nanoseconds, while requests are in flight. The selector only
    /// sleeps for whole milliseconds, which is too coarse there. The sleep delays the reading of a response by at most
    /// this time.
    private static final long NAP = 50_000L;

    /// Maximum length of a single wait, in nanoseconds. A thread that gets no CPU wakes later than requested, and this
    /// delay counts as a long turn. After a longer wait, more of the delay would count as the target's.
    private static final long LONGEST_WAIT = 5 * MILLI;

    /// Maximum time that a loop can be behind its schedule, in nanoseconds.
    private static final long BEHIND = 10_000 * MILLI;

    private static final String FAILED = "the send loop failed: ";

    private final Phases phases;
    private final Recorder recorder;
    private final LongSupplier clock;
    private final ConnectionPool connections;
    private final Selector selector;
    private final RequestCycle cycle;
    private final RequestSource source;
    private final OutcomeRecorder outcomes;
    private final Consumer<SelectionKey> onReady = this::ready;
    private final AtomicReference<@Nullable PacerChange> change = new AtomicReference<>();
    private final AtomicReference<@Nullable Leave> leave = new AtomicReference<>();
    private volatile boolean stopRequested;
    private volatile boolean draining;
    private volatile boolean handsOver;
    private volatile @Nullable String problem;
    private LoopEnds ends;
    private boolean awake;
    private long waitsFrom;
    private long wakeBy;

    /// A new pacer and a new end of the duration. The new pacer differs from the old one only in the future.
    private record PacerChange(Pacer pacer, long end) {}

    /// The end of sending of a loop that leaves, and when it no longer waits for requests in flight.
    private record Leave(long until, long abandon) {}

    /// @param clock nanoseconds from the start barrier; negative before it
    /// @param connections connections to the target; only this loop uses them, and it closes them
    /// @param attempt number of workers that had the slice before
    /// @param requests maximum number of requests that start; the run ends after they have ended
    /// @param timeoutNanos maximum time of a request; without a complete response by then it fails
    /// @param showsResponses whether examples of failures may contain the beginning of a response
    public SendLoop(Pacer pacer, Phases phases, RequestGenerator generator, Recorder recorder, LongSupplier clock,
            ConnectionPool connections, int attempt, long requests, long timeoutNanos, boolean showsResponses) {
        this.phases = phases;
        this.recorder = recorder;
        this.clock = clock;
        this.connections = connections;
        selector = connections.selector();
        ends = LoopEnds.of(phases.end(), phases.gracefulStop());
        CapturedBody.Pool bodies = new CapturedBody.Pool((long) BodyCheck.MOST_MIB_IN_ALL << 20);
        FailureExamples examples = new FailureExamples(generator, connections.bytes(), showsResponses);
        cycle = new RequestCycle(generator, recorder, clock, timeoutNanos, connections, bodies, examples);
        outcomes = new OutcomeRecorder(recorder, bodies, examples);
        source = switch (pacer) {
            case UserPacer users -> new UserSource(users, generator, recorder, phases.from(), attempt,
                    phases.end(), requests, connections.lead());
            case ArrivalPacer arrivals -> new ArrivalSource(arrivals, generator, recorder, phases.from(),
                    phases.end(), requests, connections.lead(), connections.endpoints());
        };
    }

    /// Replaces the pacer and the end of the duration. Callable from any thread.
    public void change(Pacer pacer, long newEnd) {
        if (pacer instanceof ArrivalPacer arrivals) {
            long _ = arrivals.first(clock.getAsLong() - BEHIND); // draws the past gaps now, not between two requests
        }
        change.set(new PacerChange(pacer, newEnd));
        selector.wakeup();
    }

    /// Stops to send at a time, because another worker continues, and no longer waits for requests in flight from a later time
    /// on. Nothing changes about the end of the duration. Callable from any thread, any number of times.
    public void leaveAt(long until, long abandon) {
        leave.set(new Leave(until, abandon));
        selector.wakeup();
    }

    private void takeChange(long now) {
        PacerChange changed = change.getAndSet(null);
        Leave left = leave.getAndSet(null);
        boolean sends = !stopRequested && now < ends.sending();
        if (left != null) {
            ends = ends.leaving(sends ? Math.max(left.until, now) : ends.until(), left.abandon);
        }
        if (changed != null && sends) {
            ends = ends.withDuration(Math.max(changed.end, now));
            source.change(changed.pacer, ends.sending(), now);
        }
        if (left != null || changed != null) {
            source.endAt(ends.sending());
            recorder.endsAt(ends.sending(), ends.duration());
        }
    }

    /// Stops the start of new requests; requests in flight may still end. Callable from any thread, any number of
    /// times.
    public void stop() {
        stopRequested = true;
        selector.wakeup();
    }

    /// Whether the loop sends no more and only waits for the requests in flight. Callable from any thread.
    public boolean isDraining() {
        return draining;
    }

    /// Whether the loop stopped to send before it had sent its share, because another worker continues. Known when it is
    /// draining. Callable from any thread.
    public boolean handsOver() {
        return handsOver;
    }

    /// The reason why the loop failed; null if nothing is wrong. Set before the recorder is finished. Callable from any
    /// thread.
    public @Nullable String problem() {
        return problem;
    }

    /// Sends requests until the duration is over and no request is in flight, or the graceful stop is over. Then closes
    /// all connections. If the loop fails, it does not count the requests in flight, as they have neither a response
    /// nor a failure.
    ///
    /// @throws UncheckedIOException if the selector fails
    @Override
    public void run() {
        try {
            long now = clock.getAsLong();
            recorder.turnBegins(now);
            while (!isOver(now)) {
                takeChange(now);
                connections.refresh();
                startDue(now);
                openDue(now);
                for (ConnectionSlot expired = cycle.expire(now); expired != null; expired = cycle.expire(now)) {
                    end(expired);
                }
                recorder.users(source.active(now));
                await();
                now = clock.getAsLong();
            }
            source.endAt(now);
            source.dropRest(now);
            for (ConnectionSlot unfinished = cycle.abandon(now); unfinished != null; unfinished = cycle
                    .abandon(now)) {
                end(unfinished);
            }
        } catch (ConnectionsExhausted e) {
            problem = e.getMessage();
        } catch (IOException e) {
            problem = FAILED + FailureCause.of(e);
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            problem = FAILED + FailureCause.of(e);
            throw e;
        } finally {
            recorder.finish(clock.getAsLong());
            connections.close();
        }
    }

    private boolean isOver(long now) {
        boolean spent = now >= phases.from() && source.isSpent() && cycle.inFlight() == 0;
        if (now < ends.duration() && (stopRequested || spent)) {
            ends = ends.withDuration(now);
            source.endAt(now);
            recorder.endsAt(ends.sending(), now);
        }
        if (now < ends.sending()) {
            return false;
        }
        if (!draining) {
            handsOver = ends.handsOver() && !source.isSpent();
            draining = true;
        }
        return (cycle.inFlight() == 0 && source.nextDue() == Long.MAX_VALUE) || now >= ends.waiting();
    }

    private void startDue(long now) {
        for (int left = MOST_STARTS; left > 0 && source.nextDue() <= now; left--) {
            ConnectionSlot slot = source.takeNext(now);
            if (slot != null) {
                end(cycle.start(slot));
            }
        }
    }

    /// Begins to open one connection ahead of its first request, unless a request waits to start. A handshake takes about a
    /// millisecond.
    private void openDue(long now) {
        if (nextOpening() <= now && source.nextDue() > now) {
            ConnectionSlot slot = source.takeOpening();
            if (slot != null) {
                cycle.connectAhead(slot);
            }
        }
    }

    private long nextOpening() {
        return draining ? Long.MAX_VALUE : source.nextOpening();
    }

    /// Records the outcome of a request, if one ended, and starts the slot's next request if that is due at once.
    private void end(@Nullable ConnectionSlot ended) {
        ConnectionSlot slot = ended;
        while (slot != null) {
            outcomes.record(slot);
            slot = source.ended(slot) ? cycle.start(slot) : null;
        }
    }

    /// Waits until a channel is ready or a request or deadline is due, and handles the channels that are ready.
    private void await() throws IOException {
        wakeBy = Math.min(Math.min(source.nextDue(), cycle.nextDeadline()), recorder.secondEnd());
        wakeBy = Math.min(wakeBy, nextOpening());
        long now = clock.getAsLong();
        wakeBy = Math.min(wakeBy, now < ends.sending() ? ends.sending() : ends.waiting());
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
