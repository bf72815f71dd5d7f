package io.fareswarm.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import io.fareswarm.model.train.RideFile;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressPrinterTest {
    private final List<String> lines = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong(77);
    private final ProgressPrinter progress = new ProgressPrinter(1_000_000_000, 4_000_000, nanos::get, lines::add);

    /// Simulates a reader that reads a hundredth of the file each tenth of a second.
    private void read(int hundredths, int rows) {
        for (int i = 1; i <= hundredths; i++) {
            nanos.addAndGet(100_000_000);
            progress.rowsRead((long) rows * i, i / 100.0);
        }
    }

    @Test
    void aLongTrainingPrintsItsProgress() {
        read(100, 1_000);
        assertThat(lines).startsWith("30,000 rows read, 100 MB/s, 30 %, about 7 s to go",
                "40,000 rows read, 100 MB/s, 40 %, about 6 s to go").hasSize(7);
    }

    @Test
    void aShortTrainingPrintsNothing() {
        read(29, 1_000);
        assertThat(lines).isEmpty();
    }

    @Test
    void progressEndsAtMaxRows() {
        read(50, 100_000);
        assertThat(lines).containsExactly("3,000,000 rows read, 100 MB/s, 75 %, about 1 s to go");
    }

    @Test
    void theProgressOfAPipeHasNoEnd() {
        ProgressPrinter pipe = new ProgressPrinter(RideFile.UNKNOWN_SIZE, 4_000_000, nanos::get, lines::add);
        nanos.addAndGet(4_000_000_000L);
        pipe.rowsRead(100_000, 0);
        assertThat(lines).containsExactly("100,000 rows read, 25,000 rows/s");
    }

    @Test
    void theIntervalsBetweenLinesGrow() {
        for (int second = 1; second <= 3_600; second++) {
            nanos.addAndGet(1_000_000_000);
            progress.rowsRead(second, second / 4_000.0);
        }
        assertThat(lines).hasSizeBetween(40, 80);
    }
}
