package io.fareswarm.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.fareswarm.e2e.cluster.Command;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// A child process that is killed when it is closed, and when the test process ends.
final class ChildProcess implements AutoCloseable {
    /// Shell script that starts the program, and kills it when the shell's standard input ends.
    private static final String SHELL = "\"$@\" <&- & program=$!; cat >/dev/null; kill -KILL $program 2>/dev/null; wait";

    private final Process shell;

    /// @param environment variables added to the environment of this process
    /// @param log file for the output of the program
    ChildProcess(List<String> command, Map<String, String> environment, Path log) {
        List<String> words = new ArrayList<>(List.of("sh", "-c", SHELL, "sh"));
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            shell = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Stream<ProcessHandle> program() {
        return shell.children().filter(child -> !child.info().command().orElse("").endsWith("/cat"));
    }

    boolean isRunning() {
        return program().anyMatch(ProcessHandle::isAlive);
    }

    /// Whether the process has run and ended. False also before it runs.
    boolean hasEnded() {
        // The shell starts cat after the program.
        return shell.children().findAny().isPresent() && !isRunning();
    }

    /// Freezes the process: its connections stay open, but it sends nothing.
    void freeze() {
        signal("STOP");
    }

    /// Asks the process to end (SIGTERM).
    void terminate() {
        signal("TERM");
    }

    private void signal(String name) {
        Until.holds(() -> assertThat(isRunning()).isTrue());
        program().forEach(it -> Command.run("", List.of("kill", "-" + name, Long.toString(it.pid()))).output());
    }

    @Override
    public void close() {
        try {
            shell.getOutputStream().close();
            shell.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
