package io.fareswarm.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The image's file system as a directory of this machine. What is trained in it is what is packed: an AOT cache only
/// loads beside jars of the sizes and times that it was made with.
final class ImageRoot {
    private final Path directory;
    private final Instant time;
    private final List<Layer> layers = new ArrayList<>();

    /// Files that change together, and are stored and fetched together.
    ///
    /// @param name says what it holds
    /// @param paths absolute ones in the image
    record Layer(String name, List<String> paths) {}

    private ImageRoot(Path directory, Instant time) {
        this.directory = directory;
        this.time = time;
    }

    /// Begins with an empty directory.
    ///
    /// @param time when every file was changed
    static ImageRoot empty(Path directory, Instant time) throws IOException {
        DirectoryTree.delete(directory);
        Files.createDirectories(directory);
        return new ImageRoot(directory, time);
    }

    /// In the order in which they were begun.
    List<Layer> layers() {
        return List.copyOf(layers);
    }

    /// Begins a layer that holds what is added from now on.
    void layer(String name) {
        layers.add(new Layer(name, new ArrayList<>()));
    }

    /// Where a path of the image is on this machine.
    Path resolve(String path) {
        return directory.resolve(path.substring(1));
    }

    void write(String path, String text) throws IOException {
        Path file = place(path);
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(time));
    }

    /// Copies a file with whether it may be executed; a symbolic link becomes what it points to.
    void copy(Path from, String path) throws IOException {
        Path file = place(path);
        Files.copy(from, file, StandardCopyOption.COPY_ATTRIBUTES);
        Files.setLastModifiedTime(file, FileTime.from(time));
    }

    /// Copies a library's jar with its classes upgraded for the AOT cache.
    ///
    /// @return whether any was upgraded
    boolean copyLibrary(Path from, String path) throws IOException {
        copy(from, path);
        Path file = resolve(path);
        boolean upgraded = UpgradedJar.upgrade(file, FileTime.from(time));
        Files.setLastModifiedTime(file, FileTime.from(time));
        return upgraded;
    }

    private Path place(String path) throws IOException {
        Path file = resolve(path);
        Files.createDirectories(file.getParent());
        layers.getLast().paths.add(path);
        return file;
    }
}
