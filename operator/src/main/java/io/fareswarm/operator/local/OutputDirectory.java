package io.fareswarm.operator.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.fareswarm.files.OutputFailure;
import io.fareswarm.files.OutputFile;
import io.fareswarm.message.FailureCause;

/// Directory for reports and logs, and a temporary one that is deleted at the end.
public final class OutputDirectory implements AutoCloseable {
    /// Names of a test's logs. Those of trainers and model servers belong to models, and stay.
    private static final String LOGS = "*-worker-[0-9]*.log";

    private final Path reports;
    private final Path temporary;
    private final Set<String> written = ConcurrentHashMap.newKeySet();

    /// @param reports created when it is missing; nothing in it is deleted yet
    /// @throws BadInput if it cannot be written
    public OutputDirectory(Path reports) throws BadInput {
        this.reports = reports;
        try {
            Files.createDirectories(logs());
            if (!Files.isWritable(reports) || !Files.isWritable(logs())) {
                throw new AccessDeniedException(reports.toString());
            }
        } catch (IOException e) {
            throw new BadInput("--report %s: expected a directory that can be written, found none: %s"
                    .formatted(reports, FailureCause.of(e)));
        }
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            this.temporary = Files.createTempDirectory(parent, "fareswarm");
        } catch (IOException e) {
            throw new BadInput("expected a directory for temporary files that can be written, found %s: %s"
                    .formatted(parent, FailureCause.of(e)));
        }
    }

    private Path logs() {
        return reports.resolve("logs");
    }

    /// The log of a process, which replaces one of an earlier command.
    Path log(String name) {
        String file = name + ".log";
        written.add(file);
        return logs().resolve(file);
    }

    /// Deletes the logs of tests of earlier commands.
    ///
    /// @throws OutputFailure if one cannot be deleted
    void deleteEarlierLogs() throws OutputFailure {
        try (DirectoryStream<Path> earlier = Files.newDirectoryStream(logs(), LOGS)) {
            for (Path file : earlier) {
                if (Files.isRegularFile(file) && !written.contains(file.getFileName().toString())) {
                    OutputFile.delete(file);
                }
            }
        } catch (OutputFailure e) {
            throw e;
        } catch (IOException e) {
            throw new OutputFailure(logs(), e);
        }
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
