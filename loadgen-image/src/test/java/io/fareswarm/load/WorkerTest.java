package io.fareswarm.load;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.fareswarm.protocol.LoadChange;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.StartOrder;
import io.fareswarm.protocol.WorkerState;
import io.fareswarm.protocol.WorkerStatus;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class WorkerTest {
    private static final Slice SLICE = Slices.of(Slices.users(1, 1, "0s")).slice();
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final AtomicLong now = new AtomicLong(1_000);
    private final Worker worker = new Worker(now::get, true);

    private static WorkerStatus status(Worker.Reply reply) {
        return (WorkerStatus) reply.body();
    }

    private Worker finished(boolean awaitsScrape) {
        Worker other = new Worker(now::get, awaitsScrape);
        other.slice(SLICE);
        assertThat(status(other.stop()).state()).isEqualTo(WorkerState.Finished);
        return other;
    }

    @Test
    void aSliceMayBePutAgainUntilTheStart() {
        assertThat(worker.slice(SLICE).code()).isEqualTo(200);
        Worker.Reply again = worker.slice(SLICE);
        assertThat(again.code()).isEqualTo(200);
        assertThat(status(again).state()).isEqualTo(WorkerState.Sliced);
        assertThat(status(again).run()).isEqualTo(SLICE.run());
    }

    @Test
    void anUnusableSliceIsRefusedAndChangesNothing() {
        Worker.Reply reply = worker.slice(Slices.of(Slices.users(1, 1, "soon")).slice());
        assertThat(reply.code()).isEqualTo(400);
        assertThat(status(reply).problem()).contains("soon");
        assertThat(status(reply).state()).isEqualTo(WorkerState.Waiting);
    }

    @Test
    void aStartNeedsItsSliceAndAWarmWorker() {
        StartOrder order = new StartOrder(SLICE.run(), 1_000_000);
        assertThat(worker.start(order).code()).isEqualTo(409);
        worker.slice(SLICE);
        assertThat(worker.start(order).code()).as("not warm").isEqualTo(409);
        worker.becomeReady();
        assertThat(worker.start(new StartOrder("default/other/1", 1_000_000)).code()).isEqualTo(409);
    }

    @Test
    void aBarrierThatIsOverOrFarAwayIsRefusedAndAnotherMayBeSet() {
        worker.slice(SLICE);
        worker.becomeReady();
        Worker.Reply late = worker.start(new StartOrder(SLICE.run(), 1_000));
        assertThat(late.code()).isEqualTo(409);
        assertThat(status(late).problem()).contains("1000");
        assertThat(worker.start(new StartOrder(SLICE.run(), 11 * MINUTE)).code()).isEqualTo(409);
        Worker.Reply good = worker.start(new StartOrder(SLICE.run(), MINUTE));
        assertThat(good.code()).isEqualTo(200);
        assertThat(status(good).state()).isEqualTo(WorkerState.Armed);
        assertThat(status(good).startNanos()).isEqualTo(MINUTE);
        worker.stop();
    }

    private static Slice from(long second) {
        return new Slice(SLICE.run(), SLICE.namespace(), SLICE.loadtest(), 1, 0, 1, 1, 0, second, SLICE.url(), 1_000,
                SLICE.load(), SLICE.tasks(), 0, 60_000, null, 0, 42);
    }

    @Test
    void aWorkerThatTakesUpAPartBeginsInTheMiddleOfARunThatBeganBeforeIt() {
        now.set(10 * SECOND);
        worker.slice(from(35));
        worker.becomeReady();
        StartOrder order = new StartOrder(SLICE.run(), -20 * SECOND);
        Worker.Reply reply = worker.start(order);
        assertThat(reply.code()).as(reply.toString()).isEqualTo(200);
        assertThat(status(reply).state()).isEqualTo(WorkerState.Armed);
        assertThat(status(reply).effectiveSecond()).isEqualTo(35);
        assertThat(worker.start(order).code()).as("again").isEqualTo(200);
        now.set(15 * SECOND);
        assertThat(status(worker.start(order)).state()).isEqualTo(WorkerState.Running);
        worker.stop();
    }

    @Test
    void aSecondThatHasBegunIsRefusedAndALaterOneMayBeSet() {
        now.set(10 * SECOND);
        worker.slice(from(30));
        worker.becomeReady();
        StartOrder order = new StartOrder(SLICE.run(), -20 * SECOND);
        assertThat(worker.start(order).code()).isEqualTo(409);
        assertThat(worker.slice(from(32)).code()).isEqualTo(200);
        assertThat(worker.start(order).code()).isEqualTo(200);
        worker.stop();
    }

    @Test
    void aSecondAfterTheEndOfTheRunIsRefused() {
        Worker.Reply reply = worker.slice(from(61));
        assertThat(reply.code()).isEqualTo(400);
        assertThat(status(reply).problem()).contains("expected effectiveSecond from 0 to", "60", "found 61");
    }

    @Test
    void aStartedWorkerTakesALaterRevisionAndNothingElse() {
        worker.slice(SLICE);
        worker.becomeReady();
        worker.start(new StartOrder(SLICE.run(), MINUTE));
        Slice later = Slices.changed(SLICE, 60_000, new LoadChange(5, 3, null, null));
        Worker.Reply reply = worker.slice(later);
        assertThat(reply.code()).as(reply.toString()).isEqualTo(200);
        assertThat(status(reply).revision()).isEqualTo(1);
        assertThat(worker.slice(SLICE).code()).as("the earlier one").isEqualTo(409);
        assertThat(worker.slice(Slices.changed(SLICE, 60_000, new LoadChange(5, 3, null, null),
                new LoadChange(9, 0, null, null))).code()).as("no users").isEqualTo(400);
        assertThat(status(worker.stop()).revision()).isEqualTo(1);
    }

    @Test
    void theSameStartAgainIsFineAndAnotherIsNot() {
        worker.slice(SLICE);
        worker.becomeReady();
        assertThat(worker.start(new StartOrder(SLICE.run(), MINUTE)).code()).isEqualTo(200);
        assertThat(worker.start(new StartOrder(SLICE.run(), MINUTE)).code()).isEqualTo(200);
        assertThat(worker.start(new StartOrder(SLICE.run(), MINUTE + 1)).code()).isEqualTo(409);
        assertThat(worker.slice(SLICE).code()).as("started").isEqualTo(409);
        worker.stop();
    }

    @Test
    void aRunThatIsStoppedBeforeItsStartIsFinishedWithNothing() {
        worker.slice(SLICE);
        worker.becomeReady();
        assertThat(status(worker.stop()).state()).isEqualTo(WorkerState.Finished);
        assertThat(worker.start(new StartOrder(SLICE.run(), MINUTE)).code()).isEqualTo(409);
        assertThat(worker.slice(SLICE).code()).isEqualTo(409);
    }

    @Test
    void aWorkerThatNobodyCallsLeavesAfterTenMinutes() {
        now.addAndGet(10 * MINUTE);
        assertThat(worker.mayLeave()).isFalse();
        now.addAndGet(1);
        assertThat(worker.mayLeave()).isTrue();
    }

    @Test
    void aCallKeepsAnIdleWorkerHere() {
        now.addAndGet(9 * MINUTE);
        worker.report(-1);
        now.addAndGet(9 * MINUTE);
        assertThat(worker.mayLeave()).isFalse();
    }

    @Test
    void aWorkerWithARunStaysHoweverLongNobodyCalls() {
        worker.slice(SLICE);
        worker.becomeReady();
        worker.start(new StartOrder(SLICE.run(), now.get() + 10 * MINUTE));
        now.addAndGet(10 * MINUTE - 1);
        assertThat(worker.mayLeave()).isFalse();
        worker.stop();
    }

    @Test
    void resultsThatNobodyFetchedWaitTenMinutes() {
        Worker done = finished(true);
        now.addAndGet(10 * MINUTE);
        assertThat(done.mayLeave()).isFalse();
        now.addAndGet(1);
        assertThat(done.mayLeave()).isTrue();
    }

    @Test
    void aWorkerWhoseResultsAreSafeAwaitsOneScrapeForThirtySeconds() {
        Worker unscraped = finished(true);
        unscraped.done();
        assertThat(unscraped.mayLeave()).isFalse();
        now.addAndGet(TimeUnit.SECONDS.toNanos(30) + 1);
        assertThat(unscraped.mayLeave()).isTrue();

        Worker scraped = finished(true);
        assertThat(scraped.isFinished()).isTrue();
        scraped.done();
        assertThat(scraped.mayLeave()).isFalse(); // the page is on its way
        scraped.scraped();
        assertThat(scraped.mayLeave()).isTrue();
    }

    @Test
    void aScrapeBeforeTheEndIsNotTheLastOne() {
        worker.slice(SLICE);
        assertThat(worker.isFinished()).isFalse();
        worker.stop();
        worker.done();
        assertThat(worker.mayLeave()).isFalse();
    }

    @Test
    void aLocalWorkerAwaitsNoScrape() {
        Worker local = finished(false);
        local.done();
        assertThat(local.mayLeave()).isTrue();
    }

    @Test
    void aWorkerWithoutResultsLeavesWhenTold() {
        worker.done();
        assertThat(worker.mayLeave()).isTrue();
    }

    /// Makes slices ready when it is told to.
    private static final class Slow implements Function<Slice, WorkerRun> {
        final CountDownLatch asked = new CountDownLatch(1);
        final CountDownLatch told = new CountDownLatch(1);
        final AtomicInteger made = new AtomicInteger();

        @Override
        public WorkerRun apply(Slice slice) {
            made.incrementAndGet();
            asked.countDown();
            try {
                told.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new WorkerRun(slice);
        }
    }

    @Test
    void aWorkerAnswersWhileItMakesASliceReadyAndMakesItOnce() throws Exception {
        Slow slow = new Slow();
        Worker busy = new Worker(now::get, true, slow);
        FutureTask<Worker.Reply> first = new FutureTask<>(() -> busy.slice(SLICE));
        FutureTask<Worker.Reply> again = new FutureTask<>(() -> busy.slice(SLICE));
        Thread.ofVirtual().start(first);
        slow.asked.await();
        Thread waiting = Thread.ofPlatform().daemon().start(again);
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(((Report) busy.report(-1).body()).status().state()).isEqualTo(WorkerState.Waiting);
        assertThat(busy.isReady()).isFalse();
        slow.told.countDown();
        assertThat(first.get().code()).isEqualTo(200);
        assertThat(again.get().code()).isEqualTo(200);
        assertThat(status(again.get()).state()).isEqualTo(WorkerState.Sliced);
        assertThat(slow.made).hasValue(1);
    }

    @Test
    void aRunThatIsStoppedWhileItsSliceIsMadeReadyIsFinished() throws Exception {
        Slow slow = new Slow();
        Worker busy = new Worker(now::get, true, slow);
        FutureTask<Worker.Reply> put = new FutureTask<>(() -> busy.slice(SLICE));
        Thread.ofVirtual().start(put);
        slow.asked.await();
        assertThat(busy.stop().code()).isEqualTo(200);
        slow.told.countDown();
        assertThat(status(put.get()).state()).isEqualTo(WorkerState.Finished);
    }

    @Test
    void ofTwoSlicesTheOnePutLastIsHeld() throws Exception {
        Slow slow = new Slow();
        Worker busy = new Worker(now::get, true,
                slice -> slice.equals(SLICE) ? slow.apply(slice) : new WorkerRun(slice));
        FutureTask<Worker.Reply> first = new FutureTask<>(() -> busy.slice(SLICE));
        Thread.ofVirtual().start(first);
        slow.asked.await();
        assertThat(status(busy.slice(from(7))).effectiveSecond()).isEqualTo(7);
        slow.told.countDown();
        assertThat(first.get().code()).isEqualTo(409);
        assertThat(status(first.get()).effectiveSecond()).isEqualTo(7);
    }

    @Test
    void aRunThatBrokeOffIsNeverToldAsFinishedAndWell() {
        AtomicBoolean failed = new AtomicBoolean();
        Worker broken = new Worker(() -> {
            if (Thread.currentThread().getName().equals("send") && failed.compareAndSet(false, true)) {
                throw new IllegalStateException("no clock");
            }
            return System.nanoTime();
        }, true);
        long barrier = status(broken.slice(SLICE)).clockNanos() + 10 * SECOND;
        broken.becomeReady();
        assertThat(broken.start(new StartOrder(SLICE.run(), barrier)).code()).isEqualTo(200);
        WorkerStatus said = ((Report) broken.report(-1).body()).status();
        while (said.state() != WorkerState.Finished) {
            said = ((Report) broken.report(-1).body()).status();
        }
        assertThat(said.problem()).contains("no clock");
    }
}
