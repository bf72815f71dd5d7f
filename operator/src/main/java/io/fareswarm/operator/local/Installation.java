package io.fareswarm.operator.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The project as built on this machine, with the commands that start its other programs.
///
/// @param home the project's root
public record Installation(Path home) {
    static final String MODEL_SERVER = "model-server";
    static final String WORKER = "loadgen-image";

    /// The installation of this process: the directory in the system property `fareswarm.home`, or else the current
    /// directory.
    public static Installation current() {
        return new Installation(Path.of(System.getProperty("fareswarm.home", ".")).toAbsolutePath().normalize());
    }

    /// The command that starts a program of another module.
    ///
    /// @throws IOException when it is not built
    List<String> command(String module, String... arguments) throws IOException {
        // The launcher reads the same `jvm.options` and makes the archive of classes. A JVM without a fitting archive starts
        // more slowly.
        Path built = home.resolve(module).resolve("target");
        Path jar = built.resolve(module + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new IOException("expected " + jar + ", found nothing: build it with `mvn package`");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + home.resolve("jvm.options"));
        command.add("@" + home.resolve(module).resolve("jvm.options"));
        Path archive = built.resolve("classes.aot");
        if (Files.exists(archive) && Files.size(archive) > 0) {
            command.add("-XX:AOTCache=" + archive);
        }
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return command;
    }
}
