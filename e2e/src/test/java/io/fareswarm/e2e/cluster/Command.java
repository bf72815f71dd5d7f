package io.fareswarm.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The result of a command that has ended.
///
/// @param words the command line
/// @param status exit status
/// @param out standard output
/// @param err standard error
public record Command(List<String> words, int status, String out, String err) {
    /// Time after which a command is killed.
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /// Runs a command to its end.
    ///
    /// @param input standard input of the command
    public static Command run(String input, List<String> words) {
        try {
            Path in = Files.createTempFile("fareswarm-e2e", ".in");
            Path out = Files.createTempFile("fareswarm-e2e", ".out");
            Path err = Files.createTempFile("fareswarm-e2e", ".err");
            try {
                Files.writeString(in, input);
                Process process = new ProcessBuilder(words).redirectInput(in.toFile()).redirectOutput(out.toFile())
                        .redirectError(err.toFile()).start();
                if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
                return new Command(words, process.exitValue(), text(out), text(err));
            } finally {
                Files.delete(in);
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at " + String.join(" ", words), e);
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    public boolean succeeded() {
        return status == 0;
    }

    /// The output of a command that succeeded.
    ///
    /// @throws AssertionError if it failed
    public String output() {
        if (!succeeded()) {
            throw new AssertionError("expected status 0 of: %s%nfound %d: %s%s".formatted(String.join(" ", words),
                    status, out, err));
        }
        return out;
    }
}
