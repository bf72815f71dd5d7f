package io.fareswarm.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/// A run of `./fareswarm`: a process in its own session, as a terminal starts it.
final class Cli implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path ROOT = Path.of(System.getProperty("fareswarm.root"));

    private final Process process;
    private final Path folder;

    /// @param folder for its output and its report
    Cli(Path folder, String... arguments) throws IOException {
        this(folder, _ -> {}, arguments);
    }

    /// @param environment changes the variables of this process for the command
    Cli(Path folder, Consumer<Map<String, String>> environment, String... arguments) throws IOException {
        // A shell without job control starts background commands, such as a whole build, with SIGINT ignored.
        List<String> command = new ArrayList<>(
                List.of("env", "--default-signal=INT,TERM,HUP", "setsid", launcher().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        environment.accept(builder.environment());
        builder.environment().put("FARESWARM_BUILD", "never");
        this.folder = folder;
        this.process = builder.start();
    }

    /// `fareswarm run` of a manifest, with its report in the folder.
    static Cli run(Path folder, String manifest, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("manifest.yaml"), manifest);
        List<String> arguments = new ArrayList<>(
                List.of("run", "-f", file.toString(), "--report", folder.resolve("report").toString()));
        arguments.addAll(List.of(more));
        return new Cli(folder, arguments.toArray(String[]::new));
    }

    /// The launcher.
    static Path launcher() {
        return ROOT.resolve("fareswarm");
    }

    /// The file of real rides; tests that need it are skipped without it.
    static Path rides() {
        return ROOT.resolve("../shared/data/nyc-taxi-10k.csv").normalize();
    }

    int status() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("the command ended").isTrue();
        return process.exitValue();
    }

    /// Whether the command ends within a time.
    boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    String out() {
        return read("out");
    }

    String err() {
        return read("err");
    }

    JsonNode result() throws IOException {
        return new JsonMapper().readTree(folder.resolve("report/result.json").toFile());
    }

    /// The descendants of the process that run a module's jar.
    List<ProcessHandle> children(String module) {
        return process.descendants()
                .filter(child -> child.info().commandLine().orElse("").contains(module + ".jar")).toList();
    }

    /// Sends a signal to the whole process group, as a terminal does.
    void signalGroup(String signal) throws IOException, InterruptedException {
        assertThat(signal(signal, "-" + process.pid())).isTrue();
    }

    /// Sends a signal to one process.
    ///
    /// @return whether the process existed
    static boolean signal(String signal, String pid) throws IOException, InterruptedException {
        return new ProcessBuilder("kill", "-" + signal, "--", pid).start().waitFor() == 0;
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Waits until a condition holds, and fails when the command ends before.
    void awaitWhileRunning(String what, BooleanSupplier condition) throws InterruptedException {
        await(what, () -> condition.getAsBoolean() || !process.isAlive());
        assertThat(condition.getAsBoolean()).as(what + ": " + out() + err()).isTrue();
    }

    /// Waits until a condition holds.
    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
