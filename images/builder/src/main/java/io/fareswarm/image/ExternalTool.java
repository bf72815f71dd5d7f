package io.fareswarm.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Runner for programs of this machine that end by themselves.
public final class ExternalTool {
    private ExternalTool() {}

    /// Runs a command and returns its output.
    ///
    /// @throws BuildException if its exit status is not 0
    public static String run(List<String> command) throws IOException, InterruptedException, BuildException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new BuildException("expected %s to end with status 0, found %d: %s".formatted(command.getFirst(),
                    status, output.strip()));
        }
        return output;
    }
}
