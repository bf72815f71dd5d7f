package io.fareswarm.load.send;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fareswarm.load.measure.BodyCheck;
import io.fareswarm.load.measure.Recorder;
import io.fareswarm.load.traffic.RequestGenerator;
import io.fareswarm.protocol.ErrorReport.Kind;

/// How requests end: tells the recorder, with an example where one is wanted, and the source, which may start the slot's next.
final class Outcomes {
    /// Kept for answers to come, so that a crowd that is over leaves room for others.
    private static final int MOST_SPARE = 256;

    private final Recorder recorder;
    private final ConnectionPool wire;
    private final Deadlines deadlines;
    private final FailureExamples examples;
    private final Deque<CapturedBody> spare = new ArrayDeque<>();
    private final CapturedBody.Room room = new CapturedBody.Room((long) BodyCheck.MOST_MIB_IN_ALL << 20);
    private @Nullable RequestSource source;

    Outcomes(RequestGenerator traffic, Recorder recorder, ConnectionPool wire, Deadlines deadlines) {
        this.recorder = recorder;
        this.wire = wire;
        this.deadlines = deadlines;
        examples = new FailureExamples(traffic);
    }

    /// Told of every end from now on.
    void tell(RequestSource newSource) {
        source = newSource;
    }

    /// Gives the slot room for its answer's body when its task looks into it.
    void prepare(Slot slot) {
        if (recorder.checksBody(slot.task) && slot.kept == null) {
            slot.kept = spare.isEmpty() ? new CapturedBody(room) : spare.pop();
        }
    }

    /// More of the slot's answer is to come.
    ///
    /// @param length of what was read last of it
    void goesOn(Slot slot, int length) {
        if (recorder.wantsExample(slot.task, slot.answer.status())) {
            examples.keep(slot, wire.bytes(), length);
        }
    }

    /// The slot has its whole answer.
    ///
    /// @param length of what was read last of it
    void answered(Slot slot, long now, int length) {
        deadlines.remove(slot);
        slot.state = Slot.State.IDLE;
        slot.reused = true;
        CapturedBody kept = slot.kept;
        BodyCheck.AssertionFailure failure = kept == null ? null : lookInto(slot, kept);
        recorder.responded(slot.task, slot.answer.status(), slot.due, slot.sent, now, slot.bytesReceived, failure);
        ended(slot, now, length, kept, RequestSource.End.ANSWERED);
    }

    /// Looks after the time was taken: that is the generator's own work.
    private BodyCheck.@Nullable AssertionFailure lookInto(Slot slot, CapturedBody kept) {
        return recorder.checkBody(slot.task, kept.bytes(), kept.length(), slot.answer.isGzip());
    }

    /// The slot gets no whole answer, and loses its connection.
    ///
    /// @param length of what was read last of it
    void failed(Slot slot, Kind kind, String detail, long now, int length) {
        ConnectionPool.close(slot);
        deadlines.remove(slot);
        slot.state = Slot.State.IDLE;
        recorder.failed(slot.task, kind, detail, slot.due, slot.sent, now, slot.bytesReceived);
        boolean unconnected = kind == Kind.connect || kind == Kind.tls;
        ended(slot, now, length, null, unconnected ? RequestSource.End.UNCONNECTED : RequestSource.End.FAILED);
    }

    private void ended(Slot slot, long now, int length, @Nullable CapturedBody body, RequestSource.End how) {
        if (recorder.wantsExample()) {
            recorder.example(examples.of(slot, wire.bytes(), length, body));
        }
        examples.forget(slot);
        if (slot.kept != null) {
            giveBack(slot.kept);
            slot.kept = null;
        }
        Objects.requireNonNull(source).ended(slot, now, how);
    }

    private void giveBack(CapturedBody kept) {
        if (spare.size() < MOST_SPARE) {
            kept.clear();
            spare.push(kept);
        } else {
            kept.discard();
        }
    }

    /// With the cause at the bottom, which says most where certificates are concerned.
    static String describe(IOException e) {
        String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        Throwable bottom = e;
        while (bottom.getCause() != null) {
            bottom = bottom.getCause();
        }
        String cause = bottom.getMessage();
        return cause == null || text.contains(cause) ? text : text + ": " + cause;
    }
}
