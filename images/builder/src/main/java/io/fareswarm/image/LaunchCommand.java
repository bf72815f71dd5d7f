package io.fareswarm.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The command that starts an image's program. It is the same in the image and in the training of the image's AOT
/// cache.
///
/// @param options contents of the files of JVM options
/// @param jars class path, in order
/// @param ours the jars of the class path that this project built
/// @param main main class
record LaunchCommand(List<String> options, List<Path> jars, List<Path> ours, String main) {
    /// Path in an image of the jar of all libraries.
    static final String LIBRARIES = "/app/lib/libraries.jar";
    private static final String JARS = "/app/lib/";

    /// Creates the command.
    ///
    /// @param options files of JVM options; later ones override earlier ones
    /// @param classPath class path from Maven; directories in it are not part of an image
    /// @param sources directory of this project; jars below it are ours
    static LaunchCommand of(List<Path> options, String classPath, Path sources, String main)
            throws IOException, BuildException {
        List<Path> jars = List.of(classPath.split(":")).stream().map(Path::of).filter(Files::isRegularFile).toList();
        Map<Path, Path> byName = new HashMap<>();
        for (Path jar : jars) {
            Path other = byName.put(jar.getFileName(), jar);
            if (other != null) {
                throw new BuildException("expected jars of different names, found %s and %s".formatted(other, jar));
            }
        }
        List<String> texts = new ArrayList<>();
        for (Path file : options) {
            texts.add(Files.readString(file).strip());
        }
        return new LaunchCommand(texts, jars, jars.stream().filter(jar -> jar.startsWith(sources)
                && jar.endsWith(Path.of("target", String.valueOf(jar.getFileName()))))
                .toList(), main);
    }

    /// The jars of the class path that this project did not build.
    List<Path> libraries() {
        return jars.stream().filter(jar -> !ours.contains(jar)).toList();
    }

    /// The path in an image of a jar that this project built.
    static String inImage(Path jar) {
        return JARS + jar.getFileName();
    }

    /// Arguments of `java` before the main class, one per line, in the format of `java @FILE`.
    ///
    /// @param root path of the image's root directory; empty in the image itself
    /// @param more further options, after the others
    String arguments(String root, String... more) {
        String classPath = Stream.concat(ours.stream().map(LaunchCommand::inImage), Stream.of(LIBRARIES))
                .map(jar -> root + jar).collect(Collectors.joining(":"));
        return String.join("\n", options) + "\n" + String.join("\n", more) + "\n-cp\n\"" + classPath + "\"\n";
    }
}
