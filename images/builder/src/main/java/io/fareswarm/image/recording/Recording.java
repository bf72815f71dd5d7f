package io.fareswarm.image.recording;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A JVM that records the program that it is about to run.
///
/// @param java command line, to which the program's arguments are appended
/// @param folder folder for the program's files and output
public record Recording(List<String> java, Path folder) {
    /// Starts the program.
    ///
    /// @param environment complete environment, except for the variables that the image sets
    public RecordedProgram start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(java);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(folder.resolve("output").toFile());
        builder.environment().clear();
        builder.environment().put("LANG", "C.UTF-8");
        builder.environment().putAll(environment);
        return new RecordedProgram(builder.start(), folder.resolve("output"),
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }
}
