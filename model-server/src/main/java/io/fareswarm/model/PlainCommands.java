package io.fareswarm.model;

import java.nio.file.Path;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// Commands as [PlainOptions] can read them. Null where it takes the library for command lines.
final class PlainCommands {
    private PlainCommands() {}

    /// What `serve` is told.
    static @Nullable Serving serve(String... arguments) {
        PlainOptions options = PlainOptions.read("serve", Set.of("--model", "--host", "--port"),
                Set.of("--until-stdin-closes"), arguments);
        if (options == null || !options.numbers("--port")) {
            return null;
        }
        return new Serving(path(options, "--model", Serving.MODEL), options.value("--host", Serving.HOST),
                options.number("--port", Serving.PORT), options.has("--until-stdin-closes"));
    }

    /// What `train` is told, when the rides are in a file.
    static @Nullable Training train(String... arguments) {
        PlainOptions options = PlainOptions.read("train",
                Set.of("--data", "--max-rows", "--threads", "--seed", "--out", "--termination-log"),
                Set.of("--until-stdin-closes"), arguments);
        String data = options == null ? null : options.value("--data");
        if (options == null || data == null || !options.numbers("--max-rows", "--threads", "--seed")) {
            return null;
        }
        String log = options.value("--termination-log");
        return new Training(new Training.Data(Path.of(data)), options.number("--max-rows", Training.MAX_ROWS),
                options.has("--threads") ? options.number("--threads", 0) : Training.allThreads(), 0,
                options.number("--seed", Training.SEED), path(options, "--out", Training.OUT),
                log == null ? null : Path.of(log), options.has("--until-stdin-closes"));
    }

    private static Path path(PlainOptions options, String name, Path other) {
        String value = options.value(name);
        return value == null ? other : Path.of(value);
    }
}
