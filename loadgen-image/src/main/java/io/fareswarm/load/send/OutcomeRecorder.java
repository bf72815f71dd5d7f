package io.fareswarm.load.send;

import org.jspecify.annotations.Nullable;

import io.fareswarm.load.measure.BodyCheck;
import io.fareswarm.load.measure.Recorder;

/// Passes outcomes of requests to the recorder. It checks the bodies of tasks that expect a body, adds an example to an
/// error that has none, and frees the captured parts of the response.
record OutcomeRecorder(Recorder recorder, CapturedBody.Pool bodies, FailureExamples examples) {
    void record(ConnectionSlot slot) {
        CapturedBody body = slot.body;
        RequestFailure failure = slot.failure;
        if (failure == null) {
            recorder.responded(slot.task, slot.response.status(), slot.due, slot.sent, slot.done,
                    slot.bytesReceived, check(slot, body));
        } else {
            recorder.failed(slot.task, failure.kind(), failure.detail(), slot.due, slot.sent, slot.done,
                    slot.bytesReceived);
        }
        recorder.sentTo(slot.address);
        if (recorder.wantsExample()) {
            recorder.example(examples.of(slot));
        }
        examples.discard(slot);
        if (body != null) {
            bodies.giveBack(body);
            slot.body = null;
        }
    }

    /// Checks the body. The end of the request was timed before, because the check is the worker's own work.
    private BodyCheck.@Nullable AssertionFailure check(ConnectionSlot slot, @Nullable CapturedBody body) {
        return body == null
                ? null
                : recorder.checkBody(slot.task, body.bytes(), body.length(), slot.response.encoding());
    }
}
