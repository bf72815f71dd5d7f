package io.fareswarm.model.train;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Compares the CSV reader with a reference reader on random content in blocks of random sizes.
class CsvDifferentialTest {
    private static final List<String> TEXTS = List.of("a", "2011-01-28 20:42:59.0000001", "\"q\"", "\"a,b\"",
            "\"two\nlines\"", "\"say \"\"yes\"\"\"", "M\u00fcnchen", "\"\n\n,,\"", "in\"side", "x,y".replace(',', ';'));
    private static final List<String> NUMBERS = List.of("5", "-73.999022", "40.739146", "\"41.5\"", "1e1",
            "-73.99902200000000123", "0.1", "12345.678", " 7", "7 ");
    private static final List<String> ENDS = List.of("\n", "\n", "\r\n", "\n\n");

    /// Stream that returns a random number of bytes per read.
    private static final class Dribble extends InputStream {
        private final ByteArrayInputStream bytes;
        private final RandomGenerator random;

        Dribble(byte[] bytes, RandomGenerator random) {
            this.bytes = new ByteArrayInputStream(bytes);
            this.random = random;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int from, int length) {
            return bytes.read(into, from, Math.min(length, 1 + random.nextInt(200)));
        }
    }

    @Test
    void randomCsvsAreReadAsAReferenceReaderReadsThem() throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(99);
        for (int round = 0; round < 500; round++) {
            String content = content(random);
            int blockSize = 400 + random.nextInt(2_000);
            assertThat(ours(content, blockSize, random)).as(content).isEqualTo(theirs(content));
        }
    }

    private static String content(RandomGenerator random) {
        StringBuilder content = new StringBuilder(RideFiles.HEADER).append('\n');
        int rows = random.nextInt(40);
        for (int row = 0; row < rows; row++) {
            if (random.nextBoolean()) {
                content.append(RideFiles.row(random));
                continue;
            }
            for (int column = 0; column < 8; column++) {
                boolean text = column == 0 || column == 2 || column == 7;
                List<String> pool = text ? TEXTS : NUMBERS;
                content.append(column == 0 ? "" : ",")
                        .append(random.nextInt(60) == 0 ? "" : pool.get(random.nextInt(pool.size())));
            }
            content.append(row == rows - 1 && random.nextBoolean() ? "" : ENDS.get(random.nextInt(ENDS.size())));
        }
        return content.toString();
    }

    /// What one reader found: the number of rides, of incomplete rides, and the values of complete rides.
    private record Seen(long read, long missing, List<Double> used) {}

    private static Seen ours(String content, int blockSize, RandomGenerator random) throws IOException {
        Blocks blocks = new Blocks(new Dribble(RideFiles.bytes(content), random), blockSize);
        Block block = blocks.allocate(Holdout.NONE);
        RideColumns columns = header();
        long read = 0;
        long missing = 0;
        List<Double> used = new ArrayList<>();
        for (boolean first = true; blocks.next(block); first = false) {
            block.start = first ? RideFiles.HEADER.length() + 1 : 0;
            new BlockParser(columns).parse(block, Long.MAX_VALUE);
            assertThat(block.parseProblem).as(content).isNull();
            assertThat(block.readProblem).as(content).isNull();
            read += block.rides.read();
            missing += block.rides.dropped(DropReason.MISSING);
            collect(block.rides, used);
        }
        return new Seen(read, missing, used);
    }

    private static Seen theirs(String content) throws IOException {
        FilteredRides rides = new FilteredRides(Holdout.NONE);
        long missing = 0;
        List<Double> used = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder().skipEmptyLines(true)

                .ofCsvRecord(content)) {
            boolean header = true;
            for (CsvRecord row : reader) {
                List<String> fields = row.getFields();
                if (header) {
                    header = false;
                } else if (fields.contains("")) {
                    missing++;
                    rides.addMissing();
                } else {
                    rides.add(number(fields, 1), number(fields, 3), number(fields, 4), number(fields, 5),
                            number(fields, 6));
                }
            }
        }
        collect(rides, used);
        return new Seen(rides.read(), missing, used);
    }

    private static double number(List<String> fields, int column) {
        return Double.parseDouble(fields.get(column).strip());
    }

    private static void collect(FilteredRides rides, List<Double> into) {
        for (int i = 0; i < rides.used().count() * RideValues.WIDTH; i++) {
            into.add(rides.used().values()[i]);
        }
    }

    private static RideColumns header() {
        try {
            return RideColumns.of(List.of(RideFiles.HEADER.split(",")), 1);
        } catch (TrainingException e) {
            throw new AssertionError(e);
        }
    }
}
