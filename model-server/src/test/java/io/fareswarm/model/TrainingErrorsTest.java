package io.fareswarm.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.fareswarm.logging.ProgramLog;
import io.fareswarm.model.train.RideFiles;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests the error messages of the command line for unusable rides, with their line numbers.
class TrainingErrorsTest {
    private static final String HEADER = RideFiles.HEADER + "\n";
    private static final String RIDES = HEADER + RideFiles.FOUR_ROWS;

    @TempDir
    Path folder = Path.of("");

    /// The text of the error, without the name of the file.
    private String error(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("rides"), content);
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream lines = new PrintStream(err, true, StandardCharsets.UTF_8);
        int status = ModelServerMain.commandLine(new ProgramLog.Plain(lines, lines, "error: ")).execute("train",
                "--data",
                file.toString(),
                "--out", folder.resolve("model.json").toString());
        assertThat(status).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(2);
        assertThat(folder.resolve("model.json")).doesNotExist();
        assertThat(err.toString(StandardCharsets.UTF_8)).hasLineCount(1).startsWith("error: " + file + ": ");
        return err.toString(StandardCharsets.UTF_8).substring(("error: " + file + ": ").length()).strip();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a,14,d         | a,x,d         | line 4: expected a finite number in fare_amount, found "x"
            a,14,d         | a,1,4,d       | line 4: expected 8 fields as in the header, found 9
            a,14,d         | "a,14,d       | line 4: expected a closing quote
            key,           | id,           | line 1: expected the column key, found "id", "fare_amount", "pickup_datetime", "pickup_longitude", "pickup_latitude", "dropoff_longitude", "dropoff_latitude", "passenger_count"; name
            fare_amount    | fare          | line 1: expected the column fare_amount, found "key", "fare"
            """)
    void aFaultyLineIsReported(String from, String to, String message) throws IOException {
        assertThat(error(bytes(RIDES.replace(from, to)))).startsWith(message);
    }

    @Test
    void anEmptyFileIsReported() throws IOException {
        assertThat(error(new byte[0])).startsWith("line 1: expected a CSV with a header line, found nothing");
    }

    @Test
    void aFileCutOffInARowIsReported() throws IOException {
        assertThat(error(bytes(RIDES.substring(0, RIDES.length() - 15)))).startsWith(
                "line 5: expected the file to go on, found its end: the last row has 5 of 8 fields and no line end");
    }

    @Test
    void aGzipCutOffInTheMiddleIsReported() throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(gzip)) {
            out.write(bytes(RIDES));
        }
        assertThat(error(Arrays.copyOf(gzip.toByteArray(), gzip.size() - 8)))
                .startsWith("line 6: expected the file to go on, found its end: the compressed data is incomplete");
    }

    @Test
    void aZipCutOffInTheMiddleIsReported() throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("rides.csv"));
            out.write(bytes(RIDES));
        }
        assertThat(error(Arrays.copyOf(zip.toByteArray(), zip.size() / 2)))
                .startsWith("line 1: expected the file to go on, found its end");
    }

    @Test
    void tooFewUsableRowsAreReported() throws IOException {
        assertThat(error(bytes(RIDES.replace(",14,", ",,").replace(",30,", ",,")))).isEqualTo(
                "line 5: expected at least 3 usable rows, found 2 of 4 read; give more rides");
    }

    @Test
    void ridesThatDoNotDetermineTheWeightsAreReported() throws IOException {
        assertThat(error(bytes(RIDES.replaceAll(",40.[0-9],1\n", ",40.7,1\n")))).startsWith(
                "line 5: expected rides that differ, found that the distance in latitude does not vary");
    }
}
