package io.fareswarm.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.fareswarm.image.recording.AotTraining;
import io.fareswarm.image.recording.Recording;

/// Makes an AOT cache (JEP 514, 515): classes and profiles that the JVM recorded in a training run.
///
/// It runs the image's own runtime on the image's own jars where they are staged. The JVM ignores the common beginning
/// of all jars' paths in a class path. So the cache also loads in the image, and the build needs no right
/// to change the root directory.
record AotCache(ImageRoot root, LaunchCommand launch, Path folder) {
    /// Trains and returns the cache's file.
    ///
    /// @throws BuildException if the program does not behave as the training expects
    Path create(AotTraining training) throws IOException, InterruptedException, BuildException {
        DirectoryTree.delete(folder);
        Files.createDirectories(folder);
        Path configuration = folder.resolve("configuration");
        Path cache = folder.resolve("cache");
        List<String> recorded = java("record", "-XX:AOTMode=record", "-XX:AOTConfiguration=" + configuration);
        training.train(new Recording(recorded, folder));
        if (!Files.exists(configuration)) {
            throw new BuildException("expected the JVM to record its start in %s, found nothing: see %s"
                    .formatted(configuration, folder));
        }
        // JDK 25 confuses two of the adapters that it keeps in a cache, and warns of it at every start.
        ExternalTool.run(java("create", "-XX:AOTMode=create", "-XX:AOTConfiguration=" + configuration,
                "-XX:AOTCache=" + cache, "-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTAdapterCaching"));
        return cache;
    }

    private List<String> java(String step, String... options) throws IOException {
        Path arguments = folder.resolve(step + ".options");
        Files.writeString(arguments, launch.arguments(root.resolve("/").toString(), options));
        return List.of(root.resolve(JavaRuntime.JAVA).toString(), "@" + arguments, launch.main());
    }
}
