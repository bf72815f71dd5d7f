package io.fareswarm.operator.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.fareswarm.operator.result.report.ReportFiles;
import io.fareswarm.operator.ui.ResourceKey;

/// The report directories of finished runs, by LoadTest and run. Thread-safe.
final class StoredRuns {
    private static final JsonMapper JSON = new JsonMapper();
    /// Larger files of a report are not read.
    private static final long LARGEST_FILE = 64 << 20;

    /// The inner maps never change: a run more is another map.
    private final Map<ResourceKey, TreeMap<Integer, Path>> directories = new ConcurrentHashMap<>();

    /// Adds the report of a run.
    void add(ResourceKey test, int run, Path directory) {
        directories.compute(test, (_, runs) -> {
            TreeMap<Integer, Path> all = runs == null ? new TreeMap<>() : new TreeMap<>(runs);
            all.put(run, directory);
            return all;
        });
    }

    /// Adds the runs that earlier processes stored as `DIRECTORY/NAME/run-N`.
    ///
    /// @return the `result.json` of each LoadTest's last run
    Map<ResourceKey, JsonNode> read(Path reports) {
        Map<ResourceKey, JsonNode> results = new TreeMap<>(Comparator.comparing(ResourceKey::toString));
        try (DirectoryStream<Path> found = Files.newDirectoryStream(reports)) {
            for (Path test : found) {
                if (Files.isDirectory(test)) {
                    readRuns(test, results);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return results;
    }

    /// A directory for the report of a new run: `DIRECTORY/NAME/run-N`, or with a further number if a report is there already, such
    /// as one of another process or of a LoadTest in another namespace. So no report is replaced.
    static Path unused(Path reports, String name, int run) {
        Path wanted = reports.resolve(name).resolve("run-" + run);
        Path directory = wanted;
        for (int number = 2; Files.exists(directory.resolve(ReportFiles.RESULT))
                || Files.exists(directory.resolve(ReportFiles.SERIES)); number++) {
            directory = wanted.resolveSibling(wanted.getFileName() + "-" + number);
        }
        return directory;
    }

    private void readRuns(Path test, Map<ResourceKey, JsonNode> results) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(test, "run-*")) {
            for (Path directory : found) {
                Optional<JsonNode> result = result(directory);
                if (result.isEmpty()) {
                    continue;
                }
                ResourceKey key = new ResourceKey("LoadTest", result.get().path("namespace").asText(),
                        result.get().path("name").asText());
                add(key, number(result.get()), directory);
                results.merge(key, result.get(), (one, other) -> number(one) > number(other) ? one : other);
            }
        }
    }

    private static int number(JsonNode result) {
        return result.at("/run/number").asInt();
    }

    /// Number of the last run of a LoadTest; 0 without one.
    int last(ResourceKey test) {
        TreeMap<Integer, Path> runs = directories.get(test);
        return runs == null ? 0 : runs.lastKey();
    }

    /// The `result.json` of each run of a LoadTest, newest first.
    Map<Integer, JsonNode> of(ResourceKey test) {
        Map<Integer, JsonNode> runs = new LinkedHashMap<>();
        directories.getOrDefault(test, new TreeMap<>()).descendingMap()
                .forEach((run, directory) -> result(directory).ifPresent(result -> runs.put(run, result)));
        return runs;
    }

    private static Optional<JsonNode> result(Path directory) {
        return text(directory.resolve(ReportFiles.RESULT)).flatMap(text -> {
            try {
                return Optional.of(JSON.readTree(text));
            } catch (IOException e) {
                return Optional.empty();
            }
        });
    }

    /// Names of the files of a run's report.
    List<String> files(ResourceKey test, int run) {
        Path directory = directory(test, run).orElse(null);
        List<String> names = new ArrayList<>();
        if (directory == null) {
            return names;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, ReportFiles.GLOB)) {
            found.forEach(file -> names.add(file.getFileName().toString()));
        } catch (IOException e) {
            return List.of();
        }
        return names.stream().sorted().toList();
    }

    /// The text of a file of a run's report; empty if the report has no such file.
    Optional<String> file(ResourceKey test, int run, String name) {
        return files(test, run).contains(name)
                ? directory(test, run).flatMap(directory -> text(directory.resolve(name)))
                : Optional.empty();
    }

    private Optional<Path> directory(ResourceKey test, int run) {
        return Optional.ofNullable(directories.get(test)).map(runs -> runs.get(run));
    }

    private static Optional<String> text(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= LARGEST_FILE
                    ? Optional.of(Files.readString(file))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
