package io.fareswarm.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// A checkout of the project in a directory of a test: the launcher, a few sources, and the programs as they are built.
record Checkout(Path home) {
    private static final List<String> PROGRAMS = List.of("model-server", "loadgen-image", "operator");
    private static final String OTHER_USER = "65534";

    static Checkout in(Path home) throws IOException {
        Path root = Cli.launcher().resolveSibling("");
        Instant old = Instant.now().minus(1, ChronoUnit.HOURS);
        for (String module : Stream.concat(Stream.of("crds"), PROGRAMS.stream()).toList()) {
            Path sources = Files.createDirectories(home.resolve(module).resolve("src/main"));
            copy(root.resolve(module).resolve("pom.xml"), home.resolve(module).resolve("pom.xml"));
            Files.setLastModifiedTime(home.resolve(module).resolve("pom.xml"), FileTime.from(old));
            Files.setLastModifiedTime(sources, FileTime.from(old));
            Files.createDirectories(home.resolve(module).resolve("target"));
        }
        for (String file : List.of("pom.xml", "jvm.options", "fareswarm")) {
            copy(root.resolve(file), home.resolve(file));
            Files.setLastModifiedTime(home.resolve(file), FileTime.from(old));
        }
        for (String module : PROGRAMS) {
            copy(root.resolve(module).resolve("jvm.options"), home.resolve(module).resolve("jvm.options"));
            Path built = root.resolve(module).resolve("target");
            Path target = home.resolve(module).resolve("target");
            copy(built.resolve(module + ".jar"), target.resolve(module + ".jar"));
            Files.setLastModifiedTime(target.resolve(module + ".jar"),
                    FileTime.from(Instant.now().minus(1, ChronoUnit.MINUTES)));
            try (Stream<Path> libraries = Files.list(built.resolve("lib"))) {
                Path lib = Files.createDirectory(target.resolve("lib"));
                for (Path library : libraries.toList()) {
                    copy(library, lib.resolve(library.getFileName()));
                }
            }
        }
        return new Checkout(home);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }

    String launcher() {
        return home.resolve("fareswarm").toString();
    }

    /// Copies the class archive of the real checkout, which fits to other jars than those of this one. Without an archive there,
    /// the file is no archive at all.
    void copyArchive(String module, String name) throws IOException {
        Path archive = Cli.launcher().resolveSibling(module).resolve("target").resolve(name);
        Path copy = home.resolve(module).resolve("target").resolve(name);
        if (Files.exists(archive) && Files.size(archive) > 0) {
            Files.copy(archive, copy);
        } else {
            Files.writeString(copy, "no archive");
        }
    }

    /// Makes the sources newer than the build.
    void changeSources() throws IOException {
        Files.writeString(home.resolve("crds/src/main/changed"), "");
    }

    /// Takes the right to write from every user but root, and lets every user read.
    void makeReadOnly() throws IOException {
        Files.setPosixFilePermissions(home.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Stream<Path> all = Files.walk(home)) {
            all.forEach(path -> {
                boolean runs = Files.isDirectory(path) || path.endsWith("fareswarm");
                Set<PosixFilePermission> rights = PosixFilePermissions
                        .fromString(runs ? "r-xr-xr-x" : "r--r--r--");
                try {
                    Files.setPosixFilePermissions(path, rights);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    /// Gives the right to write back, so that the directory can be deleted.
    void makeWritable() throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            for (Path path : all.filter(Files::isDirectory).toList()) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    /// Runs the launcher as a user who may not write the checkout, with standard output and error in two files.
    ///
    /// @return the exit status
    int runAsOther(Path out, Path err, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (Files.isWritable(home)) { // root may write everything
            command.addAll(List.of("setpriv", "--reuid", OTHER_USER, "--regid", OTHER_USER, "--clear-groups", "--"));
            List<String> probe = new ArrayList<>(command);
            probe.add("true");
            assumeTrue(new ProcessBuilder(probe).start().waitFor() == 0, "needs setpriv");
        }
        command.add(launcher());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().remove("FARESWARM_BUILD");
        return builder.start().waitFor();
    }
}
