package io.fareswarm.operator.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where the other programs of this installation are and how they are started.
///
/// @param home the project's root
record Installation(Path home) {
    /// The home that the launcher names, the current directory without it.
    static Installation installed() {
        return new Installation(Path.of(System.getProperty("fareswarm.home", ".")).toAbsolutePath().normalize());
    }

    /// @throws IOException when it is not built
    List<String> modelServer(String... arguments) throws IOException {
        return java("model-server", arguments);
    }

    /// @throws IOException when it is not built
    List<String> worker(String... arguments) throws IOException {
        return java("loadgen-image", arguments);
    }

    /// The flags that a program wants stand beside its jar, in the file that the launcher reads too. The launcher makes the
    /// archive of its classes; a JVM without one, or one that it does not fit, only starts slower.
    private List<String> java(String module, String... arguments) throws IOException {
        Path built = home.resolve(module).resolve("target");
        Path jar = built.resolve(module + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new IOException("expected " + jar + ", found nothing: build it with `mvn package`");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + home.resolve(module).resolve("jvm.options"));
        Path archive = built.resolve("classes.aot");
        if (Files.exists(archive) && Files.size(archive) > 0) {
            command.addAll(List.of("-XX:AOTCache=" + archive, "-Xlog:aot*=off", "-Xlog:cds*=off"));
        }
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return command;
    }
}
