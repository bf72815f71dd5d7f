package io.fareswarm.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.fareswarm.e2e.cluster.SuiteEnvironment;

/// Command lines of the programs of this build.
final class Programs {
    private Programs() {}

    /// The command line of a Java program.
    ///
    /// @param module module whose jar has the main class
    /// @param arguments main class and its arguments
    static List<String> java(String module, String... arguments) {
        Path home = SuiteEnvironment.root().resolve(module);
        List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + home.resolve("jvm.options"), "-XX:TieredStopAtLevel=1", "-Xms64m", "-Xmx128m", "-Xmn32m", "-cp",
                home.resolve("target").resolve(module + ".jar").toString()));
        words.addAll(List.of(arguments));
        return words;
    }

    /// The folder for the suite's logs and the programs' files.
    static Path folder() {
        try {
            return Files.createDirectories(SuiteEnvironment.root().resolve("e2e/target/reconcile"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
