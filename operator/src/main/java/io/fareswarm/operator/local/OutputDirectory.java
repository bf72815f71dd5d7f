package io.fareswarm.operator.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

import io.fareswarm.operator.result.report.ReportFiles;

/// Directory for reports and logs, and a temporary one that is deleted at the end.
public final class OutputDirectory implements AutoCloseable {
    private final Path reports;
    private final Path temporary;

    /// @param reports created when it is missing; report files of an earlier run in it are deleted
    public OutputDirectory(Path reports) throws BadInput {
        try {
            this.reports = Files.createDirectories(reports);
            try (DirectoryStream<Path> earlier = Files.newDirectoryStream(reports,
                    ReportFiles.GLOB)) {
                for (Path file : earlier) {
                    Files.delete(file);
                }
            }
            Files.createDirectories(reports.resolve("logs"));
            this.temporary = Files.createTempDirectory("fareswarm");
        } catch (IOException e) {
            throw new BadInput("--report " + reports
                    + ": expected a directory that can be written, found none: " + e.getMessage());
        }
    }

    Path log(String name) {
        return reports.resolve("logs").resolve(name + ".log");
    }

    /// A file or directory that is deleted at the end.
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
