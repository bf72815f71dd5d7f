package io.fareswarm.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/// A Java runtime with only some modules, linked from the JDK that runs the build. All images share one runtime, so
/// that a node stores it once.
///
/// Its classes are not compressed, because the layer is compressed; that is smaller than with `--compress=zip-9`.
record JavaRuntime(Path home) {
    /// Path of the runtime in an image.
    private static final String IN_IMAGE = "/java";
    static final String JAVA = IN_IMAGE + "/bin/java";

    /// Programs of the JDK that no image runs, and programs that the JDK uses to start others.
    private static final List<String> TOOLS = List.of("lib/jexec", "lib/jspawnhelper");

    /// Links the runtime, unless an earlier call did. Images that are built at the same time wait for each other here.
    ///
    /// @param modules modules, separated by commas
    /// @param directory directory for the runtime and for a file that describes its input
    static JavaRuntime link(String modules, Path directory) throws IOException, InterruptedException, BuildException {
        Path jdk = Path.of(System.getProperty("java.home"));
        Path home = directory.resolve("runtime");
        List<String> options = List.of("--add-modules=" + modules, "--strip-debug", "--no-header-files",
                "--no-man-pages", "--compress=zip-0", "--output=" + home);
        String recipe = Files.readString(jdk.resolve("release")) + options;
        Path note = directory.resolve("recipe");
        Files.createDirectories(directory.getParent());
        try (FileChannel channel = FileChannel.open(directory.resolveSibling("jre.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE); FileLock _ = channel.lock()) {
            if (!Files.exists(note) || !Files.readString(note).equals(recipe)) {
                DirectoryTree.delete(directory);
                Files.createDirectories(directory);
                ExternalTool
                        .run(Stream.concat(Stream.of(jdk.resolve("bin/jlink").toString()), options.stream()).toList());
                Files.writeString(note, recipe);
            }
        }
        return new JavaRuntime(home);
    }

    /// Adds the runtime to an image.
    void addTo(ImageRoot root) throws IOException {
        for (Path file : DirectoryTree.files(home)) {
            String path = home.relativize(file).toString();
            if (!TOOLS.contains(path) && (!path.startsWith("bin/") || path.equals("bin/java"))) {
                root.copy(file, IN_IMAGE + "/" + path);
            }
        }
    }
}
