package io.fareswarm.load.send;

import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import io.fareswarm.api.Task;
import io.fareswarm.load.measure.BodyCheck;
import io.fareswarm.load.measure.ContentEncoding;
import io.fareswarm.load.measure.Expectations;
import io.fareswarm.load.measure.IntervalQueue;
import io.fareswarm.load.measure.Recorder;
import io.fareswarm.load.pace.Phases;
import io.fareswarm.protocol.ErrorReport.Kind;

import static org.assertj.core.api.Assertions.assertThat;

class CapturedBodyTest {
    private static final byte[] BYTES = new byte[BodyCheck.MAX_BYTES];
    private static final long ROOM = 1 << 20;

    private final CapturedBody.Pool pool = new CapturedBody.Pool(ROOM);

    private CapturedBody holding(int bytes) {
        CapturedBody body = pool.take();
        for (int at = 0; at < bytes; at += 1000) {
            body.add(BYTES, 0, Math.min(1000, bytes - at));
        }
        return body;
    }

    @Test
    void aBodyBeyondThePoolsMemoryIsNotCapturedAndItsCheckFails() {
        for (int i = 0; i < 3; i++) {
            assertThat(holding(BodyCheck.MAX_BYTES).length()).isEqualTo(BodyCheck.MAX_BYTES);
        }
        CapturedBody fourth = holding(BodyCheck.MAX_BYTES);
        CapturedBody fifth = holding(BodyCheck.MAX_BYTES);
        assertThat(pool.left).isBetween(0L, ROOM);
        assertThat(fifth.length()).isEqualTo(BodyCheck.NO_ROOM);
        assertThat(fifth.held()).isLessThan(BodyCheck.MAX_BYTES);

        Task checked = new Task("it", 1, new Task.Request(Task.Method.GET, "/", null, null, null),
                new Task.Expectation(List.of("2xx"), new Task.JsonPointer("/a", null), null));
        Recorder recorder = new Recorder(new Expectations(List.of(checked)), new Phases(0, 1, 0, 0),
                new IntervalQueue(List.of("ride")));
        BodyCheck.AssertionFailure failure = Objects
                .requireNonNull(recorder.checkBody(0, fifth.bytes(), fifth.length(), ContentEncoding.NONE));
        assertThat(failure.kind()).isEqualTo(Kind.oversized);
        assertThat(failure.detail()).contains("64 MiB").endsWith("use more workers");

        pool.giveBack(fourth);
        assertThat(holding(5000).length()).as("room was given back").isEqualTo(5000);
    }

    @Test
    void aBodyIsCapturedUpToItsBoundAndOneByteMore() {
        CapturedBody body = holding(2 * BodyCheck.MAX_BYTES);
        assertThat(body.length()).isEqualTo(BodyCheck.MAX_BYTES + 1);
        assertThat(body.held()).isEqualTo(BodyCheck.MAX_BYTES + 1);
    }

    @Test
    void aBodyThatIsGivenBackFreesItsMemory() {
        List.of(holding(100), holding(10_000), holding(BodyCheck.MAX_BYTES), holding(2 * BodyCheck.MAX_BYTES))
                .forEach(pool::giveBack);
        CapturedBody used = pool.take();
        assertThat(used.length() + used.held()).isZero();
        pool.giveBack(used);
        assertThat(pool.left).as("only small ones are used again").isBetween(ROOM - 64 * 1024, ROOM);
    }

    @Test
    void theFirstKibibyteOfABodyNeedsNoMemoryOfThePool() {
        CapturedBody body = new CapturedBody.Pool(0).take();
        body.add(BYTES, 0, 1024);
        assertThat(body.length()).isEqualTo(1024);
        body.add(BYTES, 0, 1);
        assertThat(body.length()).isEqualTo(BodyCheck.NO_ROOM);
        body.add(BYTES, 0, 1);
        assertThat(body.held()).isEqualTo(1024);
    }
}
