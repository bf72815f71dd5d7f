package io.fareswarm.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.fareswarm.image.recording.AotTraining;
import io.fareswarm.image.recording.Recording;

/// An AOT cache (JEP 514, 515) for an image: classes and profiles that the JVM recorded in a training run.
///
/// The training runs the image's own runtime on the image's own jars in the staging directory. The JVM ignores the
/// common beginning of all jar paths in a class path, so the cache is also valid in the image, and the build needs no
/// right to write to the machine's root directory.
record AotCache(ImageRoot root, LaunchCommand launch, Path folder) {
    /// Runs the training and returns the file of the cache.
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
        // JDK 25 confuses two of the adapters in a cache, and warns of it at every start.
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
