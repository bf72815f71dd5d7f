package io.fareswarm.operator.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.fareswarm.logging.ProgramLog;

/// A child process that does not outlive this process. It exits when its standard input ends, and the kernel closes that
/// input even when this process is killed.
///
/// Ctrl-C in a terminal and signals from supervisors reach the whole process group. The child ignores them, so that this
/// process can end the child after the run is stopped. A child that handles SIGTERM itself, because it leaves then, gets it.
final class ChildProcess implements AutoCloseable {
    private static final String LISTENING = "listening on ";
    private static final String ERROR = "error: ";
    /// How long a child may take to exit by itself, seconds.
    private static final int EXIT_SECONDS = 10;

    private final Process process;
    private final Path log;
    private @Nullable Instant exitDeadline;
    private volatile @Nullable URI address;

    /// A child that ignores signals.
    ///
    /// @param log file for the child's standard error
    ChildProcess(List<String> command, Map<String, String> environment, Path log) throws IOException {
        this(command, environment, log, false);
    }

    /// @param log file for the child's standard error
    /// @param handlesTerm whether the child handles SIGTERM
    ChildProcess(List<String> command, Map<String, String> environment, Path log, boolean handlesTerm)
            throws IOException {
        String ignored = handlesTerm ? "INT HUP" : "INT TERM HUP";
        List<String> shielded = new ArrayList<>(
                List.of("sh", "-c", "trap '' " + ignored + "; exec \"$@\"", "sh"));
        shielded.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(shielded).redirectError(log.toFile());
        builder.environment().remove(ProgramLog.FORMAT); // this process reads plain lines
        builder.environment().putAll(environment);
        this.log = log;
        this.process = builder.start();
        // A read from a pipe blocks the carrier of a virtual thread: as many children as cores would stop all other virtual threads.
        Thread.ofPlatform().daemon().name("output of " + log.getFileName()).start(this::readOutput);
    }

    /// The address that the child printed; null before it listens.
    @Nullable
    URI address() {
        return address;
    }

    boolean alive() {
        return process.isAlive();
    }

    /// The exit status.
    ///
    /// @throws IllegalThreadStateException while the child lives
    int status() {
        return process.exitValue();
    }

    /// How the child ended, for a message; null while it lives.
    @Nullable
    String ended() {
        if (process.isAlive()) {
            return null;
        }
        String last = lastError();
        return "exited with status " + process.exitValue() + (last.isEmpty() ? "" : ": " + last);
    }

    /// The last line of the log that begins with `error: `, or else the last line; empty when the log is.
    String lastError() {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> !line.isBlank())
                    .reduce("", (before, line) -> before.startsWith(ERROR) && !line.startsWith(ERROR) ? before : line)
                    .replaceFirst("^" + ERROR, "");
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }

    /// Kills the child at once, even when it hangs.
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /// Closes the child's standard input, so that it exits. [#close] kills it ten seconds after the first call.
    ///
    /// @return the end of these ten seconds
    Instant requestExit() {
        Instant deadline = exitDeadline;
        if (deadline == null) {
            deadline = Instant.now().plusSeconds(EXIT_SECONDS);
            exitDeadline = deadline;
        }
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroyForcibly();
        }
        return deadline;
    }

    /// Requests the child's exit and waits for it; kills a child that does not exit in time.
    @Override
    public void close() {
        Instant deadline = requestExit();
        try {
            if (!process.waitFor(Duration.between(Instant.now(), deadline))) {
                process.destroyForcibly().waitFor();
            }
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
            // The process has ended; the caller reads how.
        }
    }
}
