package io.fareswarm.e2e.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.SuiteEnvironment;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// A process of `kubectl port-forward` to the page of a release. It ends with [#close].
final class PortForward implements AutoCloseable {
    private static final Pattern LOCAL = Pattern.compile("Forwarding from 127\\.0\\.0\\.1:(\\d+)");

    private final Process process;
    private final Path out;

    private PortForward(Process process, Path out) {
        this.process = process;
        this.out = out;
    }

    /// Starts to forward a free port of this machine, and waits until it does.
    ///
    /// @param folder for the output
    static PortForward toPage(Release release, Path folder) throws IOException {
        List<String> command = Stream.concat(SuiteEnvironment.admin().stream(), Stream.of("--namespace",
                release.namespace(), "port-forward", "service/" + release.fullName() + "-ui", ":80")).toList();
        Path out = folder.resolve("port-forward");
        PortForward forward = new PortForward(
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start(), out);
        Until.holds(() -> assertThat(forward.matcher().find()).as(forward.text()).isTrue());
        return forward;
    }

    private String text() {
        try {
            return Files.readString(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Matcher matcher() {
        return LOCAL.matcher(text());
    }

    /// Address of the page on this machine.
    URI page() {
        Matcher local = matcher();
        assertThat(local.find()).as(text()).isTrue();
        return URI.create("http://127.0.0.1:%s/".formatted(local.group(1)));
    }

    @Override
    public void close() {
        process.destroy();
    }
}
