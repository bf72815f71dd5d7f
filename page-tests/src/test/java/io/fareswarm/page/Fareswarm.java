package io.fareswarm.page;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// A process of `./fareswarm` that serves the page. It and its children end with [#close], and with this JVM.
public final class Fareswarm implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final Pattern PAGE = Pattern.compile("^page: (http://\\S+)$", Pattern.MULTILINE);
    static final Path ROOT = Path.of(System.getProperty("fareswarm.root"));

    private final Process process;
    private final Path folder;
    private boolean endsItself;
    private boolean closed;
    private final Thread atExit = new Thread(this::kill);

    /// @param folder for its output
    private Fareswarm(Path folder, List<String> arguments) throws IOException {
        // A shell without job control starts background commands, such as a whole build, with SIGINT ignored.
        List<String> command = new ArrayList<>(
                List.of("env", "--default-signal=INT,TERM,HUP", ROOT.resolve("fareswarm").toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("FARESWARM_BUILD", "never");
        this.folder = folder;
        this.process = builder.start();
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /// A command that ends by itself.
    static Fareswarm command(Path folder, String... arguments) throws IOException {
        return new Fareswarm(folder, List.of(arguments));
    }

    /// A command that serves a page: waits until it does.
    ///
    /// @param folder for its output
    public static Fareswarm serving(Path folder, String... arguments) throws IOException, InterruptedException {
        Fareswarm started = command(folder, arguments);
        started.await("the page is served", () -> PAGE.matcher(started.out()).find());
        return started;
    }

    /// `fareswarm ui`, on any port, with its reports in the folder. The models of the quickstart are trained on the real rides, if
    /// they lie beside this checkout.
    static Fareswarm ui(Path folder) throws IOException, InterruptedException {
        return ui(folder, 0);
    }

    /// The same on a port; 0 for any.
    static Fareswarm ui(Path folder, int port) throws IOException, InterruptedException {
        List<String> data = Files.isReadable(rides()) ? List.of("--data", rides().toString()) : List.of();
        return serving(folder, Stream.of(
                List.of("ui", "--port", Integer.toString(port), "--report", folder.resolve("report").toString()), data)
                .flatMap(List::stream).toArray(String[]::new));
    }

    /// The file of real rides.
    static Path rides() {
        return ROOT.resolve("../shared/data/nyc-taxi-10k.csv").normalize();
    }

    /// Address of the page.
    public URI page() {
        Matcher line = PAGE.matcher(out());
        assertThat(line.find()).isTrue();
        return URI.create(line.group(1));
    }

    /// The calls of the page, for what a test does not do in the browser.
    Api api() {
        return new Api(page());
    }

    String out() {
        return read("out");
    }

    String err() {
        return read("err");
    }

    /// The processes that the command started and that run a module's jar.
    List<ProcessHandle> children(String module) {
        return process.descendants()
                .filter(child -> child.info().commandLine().orElse("").contains(module + ".jar")).toList();
    }

    /// Waits until the command ends.
    ///
    /// @return its exit status
    int status() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("the command ended").isTrue();
        endsItself = true;
        return process.exitValue();
    }

    /// Waits until a condition holds, and fails when the command ends before.
    void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(process.isAlive()).as("%s: %s%s", what, out(), err()).isTrue();
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    /// Ends the command as SIGTERM does, and waits until its children have ended, too.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        boolean tooEarly = !process.isAlive() && !endsItself;
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        boolean ended = endsWithin(GRACE);
        kill();
        Runtime.getRuntime().removeShutdownHook(atExit);
        List<ProcessHandle> left = children.stream().filter(ProcessHandle::isAlive).toList();
        left.forEach(ProcessHandle::destroyForcibly);
        assertThat(tooEarly)
                .as("the command ended by itself with status %s: %s%s", ended ? process.exitValue() : "unknown",
                        out(), err())
                .isFalse();
        assertThat(ended).as("the command ended within %s: %s%s", GRACE, out(), err()).isTrue();
        assertThat(left).as("children that the command left behind").isEmpty();
    }

    private boolean endsWithin(Duration grace) {
        try {
            return process.waitFor(grace.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void kill() {
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
