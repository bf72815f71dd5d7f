package io.fareswarm.model;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// Reads the command line that pods and parents start a server with, without the library that reads all others: to wake
/// that up takes longer than everything else before the first answer.
final class PlainServe {
    private PlainServe() {}

    /// What `serve` is told; null when it is told in any other way than by options with a value each, once.
    static @Nullable Serving read(String... arguments) {
        if (arguments.length == 0 || !arguments[0].equals("serve")) {
            return null;
        }
        Path model = Serving.MODEL;
        String host = Serving.HOST;
        int port = Serving.PORT;
        boolean untilStdinCloses = false;
        Iterator<String> rest = List.of(arguments).listIterator(1);
        while (rest.hasNext()) {
            String argument = rest.next();
            if (argument.equals("--until-stdin-closes")) {
                untilStdinCloses = true;
                continue;
            }
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (equals < 0 && !rest.hasNext()) {
                return null;
            }
            String value = equals < 0 ? rest.next() : argument.substring(equals + 1);
            if (value.isEmpty() || value.startsWith("-") || value.startsWith("\"")) {
                return null;
            }
            switch (name) {
                case "--model" -> model = Path.of(value);
                case "--host" -> host = value;
                case "--port" -> {
                    if (!value.chars().allMatch(c -> c >= '0' && c <= '9') || value.length() > 6) {
                        return null;
                    }
                    port = Integer.parseInt(value);
                }
                default -> {
                    return null;
                }
            }
        }
        return new Serving(model, host, port, untilStdinCloses);
    }
}
