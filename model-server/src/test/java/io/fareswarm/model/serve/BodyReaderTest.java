package io.fareswarm.model.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BodyReaderTest {
    private final BodyReader reader = new BodyReader(ServerLimits.DEFAULT);

    /// A gzip of random bytes, which is as large as they are.
    private static byte[] gzip(int size) throws IOException {
        byte[] plain = new byte[size];
        new Random(1).nextBytes(plain);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    private Thread decoding(byte[] sent) {
        return Thread.ofPlatform().start(() -> {
            try (BodyReader.BufferedBody body = reader.new BufferedBody(sent)) {
                body.decode("gzip");
            } catch (InferenceError e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void largeBodiesAreDecodedOneAtATimeAndSmallOnesAtOnce() throws Exception {
        byte[] large = gzip(2 * BodyReader.SMALL);
        byte[] small = gzip(10);
        try (BodyReader.BufferedBody first = reader.new BufferedBody(large)) {
            Thread second = first.oneAtATime(_ -> {
                Thread waiting = decoding(large);
                while (waiting.getState() != Thread.State.WAITING && waiting.isAlive()) {
                    Thread.onSpinWait();
                }
                assertThat(waiting.isAlive()).as("waits for the first body").isTrue();
                join(decoding(small));
                assertThat(waiting.isAlive()).as("still waits").isTrue();
                return waiting;
            });
            join(second);
        }
    }

    private static void join(Thread thread) {
        try {
            assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
