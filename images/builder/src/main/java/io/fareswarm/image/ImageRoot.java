package io.fareswarm.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The file system of an image as a directory of this machine. The AOT training runs in the same directory that is
/// packed, because an AOT cache is only valid for jars with the sizes and times of its training.
final class ImageRoot {
    private final Path directory;
    private final Instant time;
    private final List<Layer> layers = new ArrayList<>();

    /// A layer of the image: files that change together, and are stored and fetched together.
    ///
    /// @param name name that describes the content
    /// @param paths absolute paths in the image
    record Layer(String name, List<String> paths) {}

    private ImageRoot(Path directory, Instant time) {
        this.directory = directory;
        this.time = time;
    }

    /// Creates an empty root directory.
    ///
    /// @param time modification time of every file
    static ImageRoot empty(Path directory, Instant time) throws IOException {
        DirectoryTree.delete(directory);
        Files.createDirectories(directory);
        return new ImageRoot(directory, time);
    }

    /// The layers in the order in which they were begun.
    List<Layer> layers() {
        return List.copyOf(layers);
    }

    /// Begins a layer for all files that are added from now on.
    void layer(String name) {
        layers.add(new Layer(name, new ArrayList<>()));
    }

    /// The path on this machine of a path in the image.
    Path resolve(String path) {
        return directory.resolve(path.substring(1));
    }

    void write(String path, String text) throws IOException {
        Path file = place(path);
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(time));
    }

    /// Copies a file with its executable bit. The content of a symbolic link's target is copied.
    void copy(Path from, String path) throws IOException {
        Path file = place(path);
        Files.copy(from, file, StandardCopyOption.COPY_ATTRIBUTES);
        Files.setLastModifiedTime(file, FileTime.from(time));
    }

    /// Writes the jar of all libraries.
    void write(LibraryJar libraries, String path) throws IOException {
        Path file = place(path);
        libraries.write(file, FileTime.from(time));
        Files.setLastModifiedTime(file, FileTime.from(time));
    }

    private Path place(String path) throws IOException {
        Path file = resolve(path);
        Files.createDirectories(file.getParent());
        layers.getLast().paths.add(path);
        return file;
    }
}
