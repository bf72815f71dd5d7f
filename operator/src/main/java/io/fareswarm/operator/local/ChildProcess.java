package io.fareswarm.operator.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/// A child process that cannot outlive this one: it was told to leave when its standard input ends, which the kernel
/// sees to even when this process is killed.
///
/// Ctrl-C in a terminal, and what supervisors send, goes to the whole process group; the child ignores it, since this
/// process ends it in order.
final class ChildProcess implements AutoCloseable {
    private static final String LISTENING = "listening on ";
    private static final String ERROR = "error: ";
    /// How long a child may take to leave by itself, seconds.
    private static final int LEAVE_SECONDS = 10;

    private final Process process;
    private final Path log;
    private volatile @Nullable URI address;

    /// @param log takes what the child prints
    ChildProcess(List<String> command, Map<String, String> environment, Path log) throws IOException {
        List<String> shielded = new ArrayList<>(List.of("sh", "-c", "trap '' INT TERM HUP; exec \"$@\"", "sh"));
        shielded.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(shielded).redirectError(log.toFile());
        builder.environment().putAll(environment);
        this.log = log;
        this.process = builder.start();
        Thread.ofVirtual().name("output of " + log.getFileName()).start(this::readOutput);
    }

    /// Where it listens; null until it says so.
    @Nullable
    URI address() {
        return address;
    }

    boolean alive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /// Its exit status; it must have ended.
    int status() {
        return process.exitValue();
    }

    /// How it ended, in words; null while it lives.
    @Nullable
    String ended() {
        if (process.isAlive()) {
            return null;
        }
        String last = lastWords();
        return "exited with status " + process.exitValue() + (last.isEmpty() ? "" : ": " + last);
    }

    /// The last error that it printed, or else its last line; empty when it said nothing.
    String lastWords() {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> !line.isBlank())
                    .reduce("", (before, line) -> before.startsWith(ERROR) && !line.startsWith(ERROR) ? before : line)
                    .replaceFirst("^" + ERROR, "");
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }

    /// Ends the child without a word.
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Tells the child to leave and waits until it has; a child that does not leave in time is killed.
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LEAVE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void readOutput() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(LISTENING)) {
                    address = URI.create(line.substring(LISTENING.length()).strip());
                }
            }
        } catch (IOException e) {
            // The process is gone and its output with it; how it ended is asked elsewhere.
        }
    }
}
