package io.fareswarm.load.send;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.fareswarm.load.measure.Recorder;
import io.fareswarm.load.pace.ArrivalPacer;
import io.fareswarm.load.pace.Pacer;
import io.fareswarm.load.pace.Phases;
import io.fareswarm.load.pace.UserPacer;
import io.fareswarm.load.traffic.RequestGenerator;

/// Runs one slice from where it begins to its end on the thread that calls [#run()].
///
/// A turn is what the loop does between two waits. Waiting is not part of it, but waking later than asked is: a thread that
/// gets no CPU shows as long turns, a slow target does not.
public final class SendLoop implements Runnable {
    private static final long MILLI = 1_000_000L;

    /// The last stretch before something is due is spent spinning, since a sleep overshoots by about as much.
    private static final long SPIN = 60_000L;

    /// Longest sleep within the last millisecond, where the selector's whole milliseconds are too coarse, while requests
    /// are in flight: an answer is seen that much late at most. With none in flight there is nothing to be late for.
    private static final long NAP = 50_000L;

    /// Longest wait in one go. Waking later than asked is how a thread notices that it gets no CPU; a thread that asked for
    /// a long wait would take an answer's late reading for the target's.
    private static final long LONGEST_WAIT = 5 * MILLI;

    /// A loop is not that far behind. Nanoseconds.
    private static final long BEHIND = 10_000 * MILLI;

    private static final String BROKE_OFF = "the send loop broke off: ";

    private final Phases phases;
    private final Recorder recorder;
    private final LongSupplier clock;
    private final Selector selector;
    private final RequestCycle exchanges;
    private final RequestSource source;
    private final Consumer<SelectionKey> onReady = this::ready;
    private final AtomicReference<@Nullable Change> change = new AtomicReference<>();
    private volatile boolean stopAsked;
    private volatile boolean draining;
    private volatile @Nullable String problem;
    private long end;
    private boolean awake;
    private long waitsFrom;
    private long wakeBy;

    /// Another pace and another end, from some time on that is not over.
    private record Change(Pacer pace, long end) {}

    /// @param clock nanoseconds from the start barrier, negative before it
    /// @param incarnation counts the workers who had the slice before
    /// @param requests how many are started at most; the run ends when they have
    /// @param timeoutNanos a request without a whole answer by then fails
    /// @param tls null for a plain target
    /// @param selector for this loop alone, which closes it
    public SendLoop(Pacer pace, Phases phases, RequestGenerator traffic, Recorder recorder, LongSupplier clock,
            InetSocketAddress target, @Nullable TlsClient tls, int incarnation, long requests,
            long timeoutNanos, Selector selector) {
        this.phases = phases;
        this.recorder = recorder;
        this.clock = clock;
        end = phases.end();
        this.selector = selector;
        exchanges = new RequestCycle(traffic, recorder, clock, timeoutNanos, new ConnectionPool(selector, target, tls));
        source = switch (pace) {
            case UserPacer users -> new UserSource(users, exchanges, phases.from(), incarnation, end, requests);
            case ArrivalPacer arrivals -> new ArrivalSource(arrivals, exchanges, phases.from(), end, requests);
        };
        exchanges.tell(source);
    }

    /// Goes on by another pace and until another end. From any thread.
    public void change(Pacer pace, long newEnd) {
        if (pace instanceof ArrivalPacer arrivals) {
            long _ = arrivals.first(clock.getAsLong() - BEHIND); // draws what is over here, and not between two requests
        }
        change.set(new Change(pace, newEnd));
        selector.wakeup();
    }

    private void takeChange(long now) {
        Change taken = change.getAndSet(null);
        if (taken != null && !stopAsked && now < end) {
            end = Math.max(taken.end, now);
            source.change(taken.pace, end, now);
            recorder.endsAt(end);
        }
    }

    /// Lets nothing new start from now on; what is in flight may still end. From any thread, any number of times.
    public void stop() {
        stopAsked = true;
        selector.wakeup();
    }

    /// Whether the end is over and only requests in flight are awaited. From any thread.
    public boolean isDraining() {
        return draining;
    }

    /// Why it broke off, told before the recorder is finished; null while all is well. From any thread.
    public @Nullable String problem() {
        return problem;
    }

    /// Sends until the end is over and nothing is in flight, or the graceful stop is over, then closes all connections. What
    /// is in flight when it breaks off is counted nowhere, as it ended neither well nor badly.
    ///
    /// @throws java.io.UncheckedIOException when the system fails the selector
    @Override
    public void run() {
        try {
            long now = clock.getAsLong();
            recorder.turnBegins(now);
            while (!isOver(now)) {
                takeChange(now);
                source.startDue(now);
                exchanges.expire(now);
                recorder.users(source.active(now));
                await();
                now = clock.getAsLong();
            }
            source.endAt(now);
            source.dropRest(now);
            exchanges.abandon(now);
        } catch (ConnectionsExhausted e) {
            problem = e.getMessage();
        } catch (IOException e) {
            problem = BROKE_OFF + e;
            throw new java.io.UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            problem = BROKE_OFF + e;
            throw e;
        } finally {
            recorder.finish(clock.getAsLong());
            selector.keys().forEach(key -> ConnectionPool.closeQuietly(key.channel()));
            ConnectionPool.closeQuietly(selector);
        }
    }

    private boolean isOver(long now) {
        boolean spent = now >= phases.from() && source.isSpent() && exchanges.inFlight() == 0;
        if (now < end && (stopAsked || spent)) {
            end = now;
            source.endAt(now);
            recorder.endsAt(now);
        }
        if (now < end) {
            return false;
        }
        draining = true;
        return (exchanges.inFlight() == 0 && source.nextDue() == Long.MAX_VALUE) || now >= end + phases.gracefulStop();
    }

    /// Waits until a channel is ready or something is due, and serves the channels that are ready.
    private void await() throws IOException {
        wakeBy = Math.min(Math.min(source.nextDue(), exchanges.nextDeadline()), recorder.secondEnd());
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
                LockSupport.parkNanos(exchanges.inFlight() == 0 ? left - SPIN : Math.min(NAP, left - SPIN));
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
        exchanges.ready(key);
    }

    private void wake() {
        awake = true;
        recorder.turnBegins(Math.max(waitsFrom, Math.min(clock.getAsLong(), wakeBy)));
    }
}
