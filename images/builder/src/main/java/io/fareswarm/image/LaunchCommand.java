package io.fareswarm.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// How an image's process starts: the same for the image and for the training of its AOT cache.
///
/// @param options texts of files of JVM options
/// @param jars the class path, in order
/// @param ours of these, those that this project made
/// @param main the main class
record LaunchCommand(List<String> options, List<Path> jars, List<Path> ours, String main) {
    private static final String JARS = "/app/lib/";

    /// @param options files of JVM options, of which later ones win
    /// @param classPath as Maven has it; directories in it are no part of an image
    /// @param sources what lies below is ours
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

    /// The jars that others made.
    List<Path> libraries() {
        return jars.stream().filter(jar -> !ours.contains(jar)).toList();
    }

    /// Where a jar is in an image.
    static String inImage(Path jar) {
        return JARS + jar.getFileName();
    }

    /// Arguments of `java` but for the main class and its own, one a line, as `java @FILE` reads them.
    ///
    /// @param root what the image's root directory is called: empty in the image itself
    /// @param more options, after the others
    String arguments(String root, String... more) {
        String classPath = jars.stream().map(jar -> root + inImage(jar)).collect(Collectors.joining(":"));
        return String.join("\n", options) + "\n" + String.join("\n", more) + "\n-cp\n\"" + classPath + "\"\n";
    }
}
