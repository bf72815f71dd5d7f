package io.fareswarm.operator.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// Where a run on this machine writes: reports and logs that stay, and temporary files that do not.
final class OutputDirectory implements AutoCloseable {
    private final Path reports;
    private final Path temporary;

    /// @param reports created when it is missing; files of an earlier run in it are replaced
    OutputDirectory(Path reports) throws BadInput {
        try {
            this.reports = Files.createDirectories(reports);
            try (DirectoryStream<Path> before = Files.newDirectoryStream(reports,
                    "{result.json,result.html,stats.csv,junit.xml,latency-*.hlog}")) {
                for (Path file : before) {
                    Files.delete(file);
                }
            }
            Files.createDirectories(reports.resolve("logs"));
            this.temporary = Files.createTempDirectory("fareswarm");
        } catch (IOException e) {
            throw new BadInput("--report " + reports + ": expected a directory that can be written, found that "
                    + e.getMessage() + " cannot be");
        }
    }

    Path log(String name) {
        return reports.resolve("logs").resolve(name + ".log");
    }

    Path temporary(String name) {
        return temporary.resolve(name);
    }

    Path reports() {
        return reports;
    }

    @Override
    public void close() {
        try (var files = Files.walk(temporary)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
