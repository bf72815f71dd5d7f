package io.fareswarm.load;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.fareswarm.load.traffic.ReferencedFiles;
import io.fareswarm.protocol.HandOver;
import io.fareswarm.protocol.LoadChange;
import io.fareswarm.protocol.LoadRevision;
import io.fareswarm.protocol.PermittedAddresses;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.StartOrder;
import io.fareswarm.protocol.WorkerState;
import io.fareswarm.protocol.WorkerStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class WorkerTest {
    private static final Slice SLICE = Slices.of(Slices.users(1, 1, "0s")).slice();
    private static final String RUN = SLICE.run().id();
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final LoadChange MORE_USERS = new LoadChange(5, 3, null, null);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final AtomicLong now = new AtomicLong(1_000);
    private final Worker worker = new Worker(now::get, true, Slices::run);

    private static WorkerStatus status(Worker.Response response) {
        return (WorkerStatus) response.body();
    }

    private static WorkerStatus.Assignment assignment(Worker.Response response) {
        return Objects.requireNonNull(status(response).assignment());
    }

    private Worker finished(boolean awaitsScrape) {
        Worker other = new Worker(now::get, awaitsScrape, Slices::run);
        other.assign(SLICE);
        assertThat(status(other.stop()).state()).isEqualTo(WorkerState.Finished);
        return other;
    }

    @Test
    void aSliceMayBePutAgainUntilTheStart() {
        assertThat(worker.assign(SLICE).code()).isEqualTo(200);
        Worker.Response again = worker.assign(SLICE);
        assertThat(again.code()).isEqualTo(200);
        assertThat(status(again).state()).isEqualTo(WorkerState.Sliced);
        assertThat(assignment(again).run()).isEqualTo(RUN);
    }

    @Test
    void anUnusableSliceIsRejectedAndChangesNothing() {
        Worker.Response response = worker.assign(Slices.of(Slices.users(1, 1, "soon")).slice());
        assertThat(response.code()).isEqualTo(400);
        assertThat(status(response).problem()).contains("soon");
        assertThat(status(response).state()).isEqualTo(WorkerState.Waiting);
    }

    @Test
    void aStartIsRejectedWithoutTheRunsSliceOrBeforeTheWarmUp() {
        StartOrder order = new StartOrder(RUN, 1_000_000);
        assertThat(worker.start(order).code()).isEqualTo(409);
        worker.assign(SLICE);
        assertThat(worker.start(order).code()).as("not warm").isEqualTo(409);
        worker.becomeReady();
        assertThat(worker.start(new StartOrder("default/other/1", 1_000_000)).code()).isEqualTo(409);
    }

    @Test
    void aBarrierInThePastOrFarAwayIsRejectedAndAnotherMayBeSet() {
        worker.assign(SLICE);
        worker.becomeReady();
        Worker.Response late = worker.start(new StartOrder(RUN, 1_000));
        assertThat(late.code()).isEqualTo(409);
        assertThat(status(late).problem()).contains("1000");
        assertThat(worker.start(new StartOrder(RUN, 11 * MINUTE)).code()).isEqualTo(409);
        Worker.Response good = worker.start(new StartOrder(RUN, MINUTE));
        assertThat(good.code()).isEqualTo(200);
        assertThat(status(good).state()).isEqualTo(WorkerState.Armed);
        assertThat(assignment(good).startNanos()).isEqualTo(MINUTE);
        worker.stop();
    }

    private static Slice from(long second) {
        return new Slices(SLICE).timeout(1_000).times(0, 60_000, 0).takeover(second, 0).slice();
    }

    @Test
    void aReplacementBeginsInTheMiddleOfARunThatBeganBeforeIt() {
        now.set(10 * SECOND);
        worker.assign(from(35));
        worker.becomeReady();
        StartOrder order = new StartOrder(RUN, -20 * SECOND);
        Worker.Response response = worker.start(order);
        assertThat(response.code()).as(response.toString()).isEqualTo(200);
        assertThat(status(response).state()).isEqualTo(WorkerState.Armed);
        assertThat(assignment(response).share().fromSecond()).isEqualTo(35);
        assertThat(worker.start(order).code()).as("again").isEqualTo(200);
        now.set(15 * SECOND);
        assertThat(status(worker.start(order)).state()).isEqualTo(WorkerState.Running);
        worker.stop();
    }

    @Test
    void aFirstSecondInThePastIsRejectedAndALaterOneMayBeSet() {
        now.set(10 * SECOND);
        worker.assign(from(30));
        worker.becomeReady();
        StartOrder order = new StartOrder(RUN, -20 * SECOND);
        assertThat(worker.start(order).code()).isEqualTo(409);
        assertThat(worker.assign(from(32)).code()).isEqualTo(200);
        assertThat(worker.start(order).code()).isEqualTo(200);
        worker.stop();
    }

    @Test
    void aFirstSecondAfterTheEndOfTheRunIsRejected() {
        Worker.Response response = worker.assign(from(61));
        assertThat(response.code()).isEqualTo(400);
        assertThat(status(response).problem()).contains("expected share.fromSecond from 0 to", "60", "found 61");
    }

    private void startAfterAMinute() {
        worker.assign(SLICE);
        worker.becomeReady();
        assertThat(worker.start(new StartOrder(RUN, MINUTE)).code()).isEqualTo(200);
    }

    @Test
    void aStartedRunAcceptsALaterRevisionOfItsLoad() {
        startAfterAMinute();
        Worker.Response response = worker.revise(Slices.revision(SLICE, 60_000, MORE_USERS));
        assertThat(response.code()).as(response.toString()).isEqualTo(200);
        assertThat(assignment(response).revision()).isEqualTo(1);
        assertThat(assignment(worker.stop()).revision()).isEqualTo(1);
    }

    @Test
    void theSameRevisionAgainChangesNothing() {
        startAfterAMinute();
        LoadRevision revision = Slices.revision(SLICE, 60_000, MORE_USERS);
        worker.revise(revision);
        assertThat(worker.revise(revision).code()).isEqualTo(200);
        assertThat(assignment(worker.revise(revision)).revision()).isEqualTo(1);
        worker.stop();
    }

    @Test
    void aRevisionThatIsNotLaterIsRejected() {
        startAfterAMinute();
        worker.revise(Slices.revision(SLICE, 60_000, MORE_USERS));
        for (LoadRevision revision : List.of(Slices.revision(SLICE, 1_000),
                Slices.revision(SLICE, 50_000, MORE_USERS))) {
            Worker.Response response = worker.revise(revision);
            assertThat(response.code()).isEqualTo(409);
            assertThat(status(response).problem()).contains("after number 1, found number " + revision.number());
        }
        worker.stop();
    }

    @Test
    void anUnusableRevisionIsRejectedAndChangesNothing() {
        startAfterAMinute();
        Worker.Response noUsers = worker.revise(Slices.revision(SLICE, 60_000, new LoadChange(9, 0, null, null)));
        assertThat(noUsers.code()).isEqualTo(400);
        assertThat(status(noUsers).problem()).contains("users.count");
        Worker.Response noTime = worker.revise(Slices.revision(SLICE, 0, MORE_USERS));
        assertThat(noTime.code()).isEqualTo(400);
        assertThat(status(noTime).problem()).contains("durationMillis");
        assertThat(assignment(noTime).revision()).isZero();
        worker.stop();
    }

    @Test
    void addressesArePermittedForTheRunOfTheSliceOnly() {
        PermittedAddresses addresses = new PermittedAddresses(RUN, List.of("10.0.0.1"), true);
        assertThat(worker.permit(addresses).code()).as("no slice").isEqualTo(409);
        worker.assign(SLICE);
        assertThat(worker.permit(addresses).code()).isEqualTo(200);
        Worker.Response other = worker.permit(new PermittedAddresses("default/other/1", List.of("10.0.0.1"), true));
        assertThat(other.code()).isEqualTo(409);
        assertThat(status(other).problem()).contains("default/other/1");
        assertThatThrownBy(() -> new PermittedAddresses(RUN, List.of(), true))
                .hasMessageContaining("at least one address");
    }

    @Test
    void aRevisionBeforeTheStartIsRejected() {
        LoadRevision revision = Slices.revision(SLICE, 60_000, MORE_USERS);
        assertThat(worker.revise(revision).code()).as("no slice").isEqualTo(409);
        worker.assign(SLICE);
        Worker.Response response = worker.revise(revision);
        assertThat(response.code()).isEqualTo(409);
        assertThat(status(response).problem()).contains("put the changes into the slice");
    }

    @Test
    void aRevisionOfAnotherRunIsRejected() {
        startAfterAMinute();
        Worker.Response response = worker.revise(new LoadRevision("default/other/1", 60_000, List.of(MORE_USERS)));
        assertThat(response.code()).isEqualTo(409);
        assertThat(status(response).problem()).contains(RUN, "default/other/1");
        worker.stop();
    }

    @Test
    void aRevisionAfterTheEndIsRejectedUnlessItIsTheCurrentOne() {
        Worker ended = new Worker(System::nanoTime, true, Slices::run);
        long barrier = status(ended.assign(SLICE)).clockNanos() + 10 * SECOND;
        ended.becomeReady();
        ended.start(new StartOrder(RUN, barrier));
        LoadRevision current = Slices.revision(SLICE, 60_000, MORE_USERS);
        ended.revise(current);
        ended.stop();
        while (!ended.isFinished()) {
            Thread.onSpinWait();
        }
        assertThat(ended.revise(current).code()).isEqualTo(200);
        Worker.Response late = ended.revise(Slices.revision(SLICE, 60_000, MORE_USERS, MORE_USERS));
        assertThat(late.code()).isEqualTo(409);
        assertThat(status(late).problem()).contains("the run over");
    }

    @Test
    void theSameStartAgainChangesNothingAndAnotherIsRejected() {
        worker.assign(SLICE);
        worker.becomeReady();
        assertThat(worker.start(new StartOrder(RUN, MINUTE)).code()).isEqualTo(200);
        assertThat(worker.start(new StartOrder(RUN, MINUTE)).code()).isEqualTo(200);
        assertThat(worker.start(new StartOrder(RUN, MINUTE + 1)).code()).isEqualTo(409);
        assertThat(worker.assign(SLICE).code()).as("started").isEqualTo(409);
        worker.stop();
    }

    @Test
    void aRunThatIsStoppedBeforeItsStartFinishesWithoutMeasurements() {
        worker.assign(SLICE);
        worker.becomeReady();
        assertThat(status(worker.stop()).state()).isEqualTo(WorkerState.Finished);
        assertThat(worker.start(new StartOrder(RUN, MINUTE)).code()).isEqualTo(409);
        assertThat(worker.assign(SLICE).code()).isEqualTo(409);
    }

    @Test
    void aWorkerWithoutCallsExitsAfterTenMinutes() {
        now.addAndGet(10 * MINUTE);
        assertThat(worker.mayExit()).isFalse();
        now.addAndGet(1);
        assertThat(worker.mayExit()).isTrue();
    }

    @Test
    void aCallRestartsTheIdleTime() {
        now.addAndGet(9 * MINUTE);
        worker.report(-1);
        now.addAndGet(9 * MINUTE);
        assertThat(worker.mayExit()).isFalse();
    }

    @Test
    void aWorkerWithARunStaysWithoutCalls() {
        worker.assign(SLICE);
        worker.becomeReady();
        worker.start(new StartOrder(RUN, now.get() + 10 * MINUTE));
        now.addAndGet(10 * MINUTE - 1);
        assertThat(worker.mayExit()).isFalse();
        worker.stop();
    }

    @Test
    void aWorkerWithUnreadResultsStaysForTenMinutes() {
        Worker done = finished(true);
        now.addAndGet(10 * MINUTE);
        assertThat(done.mayExit()).isFalse();
        now.addAndGet(1);
        assertThat(done.mayExit()).isTrue();
    }

    @Test
    void aWorkerWhoseResultsAreStoredAwaitsOneScrapeForThirtySeconds() {
        Worker unscraped = finished(true);
        unscraped.done();
        assertThat(unscraped.mayExit()).isFalse();
        now.addAndGet(TimeUnit.SECONDS.toNanos(30) + 1);
        assertThat(unscraped.mayExit()).isTrue();

        Worker scraped = finished(true);
        assertThat(scraped.isFinished()).isTrue();
        scraped.done();
        assertThat(scraped.mayExit()).isFalse(); // the metrics are being sent
        scraped.scraped();
        assertThat(scraped.mayExit()).isTrue();
    }

    @Test
    void aScrapeBeforeTheEndIsNotTheLastOne() {
        worker.assign(SLICE);
        assertThat(worker.isFinished()).isFalse();
        worker.stop();
        worker.done();
        assertThat(worker.mayExit()).isFalse();
    }

    @Test
    void aLocalWorkerAwaitsNoScrape() {
        Worker local = finished(false);
        local.done();
        assertThat(local.mayExit()).isTrue();
    }

    @Test
    void aWorkerThatLeavesBeforeItsStartExitsAtOnceAndTakesNoShare() {
        worker.assign(SLICE);
        worker.becomeReady();
        worker.leave(MINUTE);
        assertThat(worker.mayExit()).isTrue();
        assertThat(worker.assign(from(1)).code()).isEqualTo(409);
        Worker.Response start = worker.start(new StartOrder(RUN, MINUTE));
        assertThat(start.code()).isEqualTo(409);
        assertThat(status(start).problem()).contains("found one that leaves");
        assertThat(status(start).leaving()).isEqualTo(new WorkerStatus.Leaving(null, false));
    }

    @Test
    void aLeavingWorkerSendsUntilFifteenSecondsBeforeTheEndOfItsGracePeriodOrUntilAnEarlierHandover() {
        worker.assign(new Slices(SLICE).times(0, 3_600_000, 0).slice());
        worker.becomeReady();
        worker.start(new StartOrder(RUN, MINUTE));
        now.set(MINUTE + 10 * SECOND + 1);
        worker.leave(MINUTE);
        WorkerStatus leaving = status(worker.reject(200, ""));
        assertThat(leaving.leaving()).isEqualTo(new WorkerStatus.Leaving(10 + 60 - 15L, false));
        assertThat(worker.mayExit()).isFalse();
        worker.leave(1);
        assertThat(status(worker.reject(200, "")).leaving()).as("a second signal").isEqualTo(leaving.leaving());

        for (long bad : new long[]{0, 10, 56}) {
            assertThat(worker.handOver(new HandOver(RUN, bad)).code()).as("second " + bad).isEqualTo(409);
        }
        assertThat(worker.handOver(new HandOver("default/other/1", 13)).code()).isEqualTo(409);
        assertThat(worker.handOver(new HandOver(RUN, 13)).code()).isEqualTo(200);
        assertThat(worker.handOver(new HandOver(RUN, 13)).code()).as("again").isEqualTo(200);
        assertThat(status(worker.handOver(new HandOver(RUN, 14))).leaving()).as("later")
                .isEqualTo(new WorkerStatus.Leaving(13L, true));
        worker.stop();
    }

    @Test
    void aLeavingWorkerThatNoOperatorCallsStopsAfterTwentySecondsAndExits() {
        worker.assign(new Slices(SLICE).times(0, 3_600_000, 0).slice());
        worker.becomeReady();
        worker.start(new StartOrder(RUN, MINUTE));
        now.set(MINUTE + 10 * SECOND);
        worker.leave(MINUTE);
        worker.report(-1);
        now.addAndGet(20 * SECOND);
        assertThat(worker.hasLeft()).isFalse();
        assertThat(status(worker.reject(200, "")).leaving()).isEqualTo(new WorkerStatus.Leaving(55L, false));
        now.addAndGet(1);
        assertThat(worker.hasLeft()).isFalse();
        assertThat(status(worker.reject(200, "")).leaving()).isEqualTo(new WorkerStatus.Leaving(31L, false));
        now.addAndGet(2 * SECOND);
        while (!worker.isFinished()) {
            Thread.onSpinWait();
        }
        // The end of the run restarts the idle time, maybe after this thread has seen it.
        do {
            now.addAndGet(21 * SECOND);
            Thread.onSpinWait();
        } while (!worker.hasLeft());
    }

    @Test
    void aWorkerThatStaysHandsNothingOver() {
        startAfterAMinute();
        Worker.Response response = worker.handOver(new HandOver(RUN, 13));
        assertThat(response.code()).isEqualTo(409);
        assertThat(status(response).leaving()).isNull();
        worker.stop();
    }

    @Test
    void aLeavingWorkerThatNobodyReleasesExitsASecondBeforeItIsKilled() {
        startAfterAMinute();
        now.set(MINUTE);
        worker.leave(MINUTE);
        now.set(2 * MINUTE - SECOND - 1);
        assertThat(worker.mayExit()).isFalse();
        now.set(2 * MINUTE - SECOND);
        assertThat(worker.mayExit()).isTrue();
        worker.stop();
    }

    @Test
    void aWorkerWithoutResultsExitsWhenReleased() {
        worker.done();
        assertThat(worker.mayExit()).isTrue();
    }

    /// Function that prepares a run only after its gate is open.
    private static final class Slow implements Function<Slice, WorkerRun> {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch gate = new CountDownLatch(1);
        final AtomicInteger made = new AtomicInteger();

        @Override
        public WorkerRun apply(Slice slice) {
            made.incrementAndGet();
            entered.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new WorkerRun(slice, new ReferencedFiles(null), Slices.ANYWHERE);
        }
    }

    @Test
    void aWorkerRespondsWhileItPreparesASliceAndPreparesItOnce() throws Exception {
        Slow slow = new Slow();
        Worker busy = new Worker(now::get, true, slow);
        FutureTask<Worker.Response> first = new FutureTask<>(() -> busy.assign(SLICE));
        FutureTask<Worker.Response> again = new FutureTask<>(() -> busy.assign(SLICE));
        Thread.ofVirtual().start(first);
        slow.entered.await();
        Thread waiting = Thread.ofPlatform().daemon().start(again);
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(((Report) busy.report(-1).body()).status().state()).isEqualTo(WorkerState.Waiting);
        assertThat(busy.isReady()).isFalse();
        slow.gate.countDown();
        assertThat(first.get().code()).isEqualTo(200);
        assertThat(again.get().code()).isEqualTo(200);
        assertThat(status(again.get()).state()).isEqualTo(WorkerState.Sliced);
        assertThat(slow.made).hasValue(1);
    }

    @Test
    void aRunThatIsStoppedWhileItIsPreparedFinishes() throws Exception {
        Slow slow = new Slow();
        Worker busy = new Worker(now::get, true, slow);
        FutureTask<Worker.Response> put = new FutureTask<>(() -> busy.assign(SLICE));
        Thread.ofVirtual().start(put);
        slow.entered.await();
        assertThat(busy.stop().code()).isEqualTo(200);
        slow.gate.countDown();
        assertThat(status(put.get()).state()).isEqualTo(WorkerState.Finished);
    }

    @Test
    void theLatestOfTwoSlicesIsAssigned() throws Exception {
        Slow slow = new Slow();
        Worker busy = new Worker(now::get, true,
                slice -> slice.equals(SLICE)
                        ? slow.apply(slice)
                        : new WorkerRun(slice, new ReferencedFiles(null), Slices.ANYWHERE));
        FutureTask<Worker.Response> first = new FutureTask<>(() -> busy.assign(SLICE));
        Thread.ofVirtual().start(first);
        slow.entered.await();
        assertThat(assignment(busy.assign(from(7))).share().fromSecond()).isEqualTo(7);
        slow.gate.countDown();
        assertThat(first.get().code()).isEqualTo(409);
        assertThat(assignment(first.get()).share().fromSecond()).isEqualTo(7);
    }

    @Test
    void aFailedRunIsNeverReportedAsFinishedWithoutAProblem() {
        AtomicBoolean failed = new AtomicBoolean();
        Worker broken = new Worker(() -> {
            if (Thread.currentThread().getName().equals("send") && failed.compareAndSet(false, true)) {
                throw new IllegalStateException("no clock");
            }
            return System.nanoTime();
        }, true, Slices::run);
        long barrier = status(broken.assign(SLICE)).clockNanos() + 10 * SECOND;
        broken.becomeReady();
        assertThat(broken.start(new StartOrder(RUN, barrier)).code()).isEqualTo(200);
        WorkerStatus latest = ((Report) broken.report(-1).body()).status();
        while (latest.state() != WorkerState.Finished) {
            latest = ((Report) broken.report(-1).body()).status();
        }
        assertThat(latest.problem()).contains("no clock");
    }
}
