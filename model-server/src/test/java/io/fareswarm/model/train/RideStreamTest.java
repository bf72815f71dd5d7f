package io.fareswarm.model.train;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Tests rides from streams that have no size and cannot be read twice.
class RideStreamTest {
    private static final RandomGenerator RANDOM = RandomGeneratorFactory.of("L64X128MixRandom").create(12);
    private static final byte[] CONTENT = RideFiles.bytes(RideFiles.rides(RANDOM, 5_000));

    @TempDir
    Path folder = Path.of("");

    @TempDir
    Path temporary = Path.of("");

    /// Stream that behaves like a pipe with a slow writer: a read returns few bytes, and none are available before it.
    private static final class SlowPipe extends InputStream {
        private final ByteArrayInputStream bytes;

        SlowPipe(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int from, int length) {
            return bytes.read(into, from, Math.min(length, 777));
        }
    }

    private record Seen(TrainingResult fit, String sha256) {}

    private Seen train(RideFile rides) throws Exception {
        try (rides) {
            TrainingResult fit = new Trainer(2, temporary, Holdout.NONE).csv(rides, 100_000, (_, _) -> {});
            return new Seen(fit, rides.sha256());
        }
    }

    private RideFile stream(byte[] bytes, long maxBytes) throws IOException, TrainingException {
        return RideFile.open(new SlowPipe(bytes), temporary, maxBytes);
    }

    @Test
    void aStreamOfEachFormatGivesTheSameModelAndDigestAsTheFile() throws Exception {
        for (Path file : List.of(Files.write(folder.resolve("rides.csv"), CONTENT), RideFiles.gzip(folder, CONTENT),
                RideFiles.zip(folder, CONTENT, "train.csv"))) {
            byte[] bytes = Files.readAllBytes(file);
            Seen seen = train(stream(bytes, bytes.length));
            assertThat(seen).as(file.toString()).isEqualTo(train(RideFile.open(file)));
            assertThat(seen.sha256())
                    .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
            assertThat(temporary).isEmptyDirectory();
        }
    }

    @Test
    void allMembersOfAGzipAreReadFromASlowPipe() throws Exception {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        for (int from = 0; from < CONTENT.length; from += 100_000) {
            try (OutputStream out = new GZIPOutputStream(members)) {
                out.write(CONTENT, from, Math.min(100_000, CONTENT.length - from));
            }
        }
        assertThat(train(stream(members.toByteArray(), Long.MAX_VALUE)).fit().read()).isEqualTo(5_000);
    }

    @Test
    void aStreamWithMoreBytesThanTheMaximumIsRejected() throws Exception {
        for (Path file : List.of(Files.write(folder.resolve("rides.csv"), CONTENT), RideFiles.gzip(folder, CONTENT),
                RideFiles.zip(folder, CONTENT, "train.csv"))) {
            byte[] bytes = Files.readAllBytes(file);
            assertThatThrownBy(() -> train(stream(bytes, bytes.length - 1))).as(file.toString())
                    .isInstanceOf(TooManyBytesException.class).hasMessageContaining("at most %d bytes, found more"
                            .formatted(bytes.length - 1));
            assertThat(temporary).isEmptyDirectory();
        }
    }
}
