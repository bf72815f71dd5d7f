package io.fareswarm.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.Platform;

/// An image to be packed from a root directory. The result does not depend on the time and place of the build.
///
/// @param root root directory of the image
/// @param time creation time in the image's metadata
/// @param entrypoint command line of the program; a container's arguments are appended to it
/// @param labels labels of the image
record ImageArchive(ImageRoot root, Instant time, List<String> entrypoint, Map<String, String> labels) {
    /// Ids of the image's user and group. They are numbers so that Kubernetes can check that the user is not root.
    static final String USER = "65532:65532";

    private static final FilePermissions READ = FilePermissions.fromOctalString("644");
    private static final FilePermissions EXECUTE = FilePermissions.fromOctalString("755");

    /// Writes or pushes the image.
    ///
    /// @param destination destination, as Jib's type
    /// @param cache directory for the packed layers
    void pack(Containerizer destination, Path cache) throws IOException, InterruptedException, BuildException {
        JibContainerBuilder image = Jib.fromScratch().setEntrypoint(entrypoint).setUser(USER).setLabels(labels)
                .setWorkingDirectory(AbsoluteUnixPath.get("/")).setCreationTime(time)
                .addEnvironmentVariable("LANG", "C.UTF-8").setPlatforms(Set.of(new Platform(architecture(), "linux")));
        for (ImageRoot.Layer layer : root.layers()) {
            image.addFileEntriesLayer(entries(layer));
        }
        try {
            image.containerize(destination.setBaseImageLayersCache(cache).setApplicationLayersCache(cache)
                    .setToolName("fareswarm"));
        } catch (RegistryException | ExecutionException | CacheDirectoryCreationException e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw new BuildException("expected the image to be packed, found: " + cause.getMessage());
        }
    }

    private FileEntriesLayer entries(ImageRoot.Layer layer) {
        FileEntriesLayer.Builder entries = FileEntriesLayer.builder().setName(layer.name());
        for (String path : layer.paths().stream().sorted().toList()) {
            Path file = root.resolve(path);
            entries.addEntry(file, AbsoluteUnixPath.get(path), mode(path, file), time);
        }
        return entries.build();
    }

    /// The file mode. Libraries are executable, as in the C library's own packages, because a loader may require it.
    private static FilePermissions mode(String path, Path file) {
        return Files.isExecutable(file) || path.contains(".so") ? EXECUTE : READ;
    }

    private static String architecture() throws BuildException {
        String name = System.getProperty("os.arch");
        return switch (name) {
            case "amd64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> throw new BuildException("expected a machine of amd64 or aarch64, found " + name);
        };
    }
}
