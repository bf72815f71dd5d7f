package io.fareswarm.model.train;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

/// Builder of files of rides.
public final class RideFiles {
    public static final String HEADER = "key,fare_amount,pickup_datetime,pickup_longitude,pickup_latitude,dropoff_longitude,dropoff_latitude,passenger_count";

    /// A file with one row more than the fit needs.
    public static final String FOUR_ROWS = """
            a,10,d,-73.9,40.7,-73.8,40.8,1
            a,12,d,-73.9,40.7,-73.7,40.8,1
            a,14,d,-73.9,40.7,-73.8,40.6,1
            a,30,d,-73.9,40.7,-73.5,40.3,1
            """;

    private RideFiles() {}

    /// Trains on a file, and returns the number of rows that were used.
    ///
    /// @param folder directory for temporary files
    static long used(Path file, Path folder) throws Exception {
        try (RideFile rides = RideFile.open(file)) {
            return new Trainer(1, folder, Holdout.NONE).csv(rides, 100, (_, _) -> {}).used();
        }
    }

    /// The message of the failed training on a file.
    ///
    /// @param folder directory for temporary files
    static String error(Path file, Path folder) {
        return String.valueOf(catchThrowableOfType(TrainingException.class, () -> used(file, folder)).getMessage());
    }

    static Path csv(Path folder, String content) throws IOException {
        return Files.writeString(folder.resolve("rides.csv"), content);
    }

    static Path gzip(Path folder, byte[] content) throws IOException {
        Path file = folder.resolve("rides.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(content);
        }
        return file;
    }

    static Path zip(Path folder, byte[] content, String... names) throws IOException {
        Path file = folder.resolve("rides.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : names) {
                out.putNextEntry(new ZipEntry(name));
                out.write(content);
            }
        }
        return file;
    }

    /// A random row in the format of the real file.
    static String row(RandomGenerator random) {
        return "2011-01-28 20:42:59.0000001,%.1f,2011-01-28 20:42:59 UTC,%.6f,%.6f,%.6f,%.6f,%d\n".formatted(
                random.nextDouble(3, 60), random.nextDouble(-74.1, -73.6), random.nextDouble(40.5, 41),
                random.nextDouble(-74.1, -73.6), random.nextDouble(40.5, 41), random.nextInt(1, 6));
    }

    static String rides(RandomGenerator random, int rows) {
        StringBuilder content = new StringBuilder(HEADER).append('\n');
        for (int i = 0; i < rows; i++) {
            content.append(row(random));
        }
        return content.toString();
    }

    static byte[] bytes(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }
}
