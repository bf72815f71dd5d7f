package io.fareswarm.validation;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A problem in a manifest.
///
/// @param source name of the file
/// @param line line in the file, from 1, of the value or of the closest existing value around it
/// @param resource kind and name if they can be read, such as `LoadTest taxi-rush`; empty otherwise
/// @param path path of the value as Kubernetes writes it, such as `spec.tasks[0].weight`; empty if the file is not YAML
/// @param message what was expected and what was found; for a failed CEL rule, the message of the rule
public record Problem(String source, int line, String resource, String path, String message) {
    /// One line of text: `quickstart.yaml:12: LoadTest taxi-rush: spec.load: exactly one of users, arrivals`.
    @Override
    public String toString() {
        return Stream.of(source + ":" + line, resource, path, message).filter(part -> !part.isEmpty())
                .collect(Collectors.joining(": "));
    }
}
