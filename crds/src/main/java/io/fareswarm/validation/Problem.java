package io.fareswarm.validation;

/// One thing that is wrong with a manifest.
///
/// @param source the file
/// @param line of the file, from 1, of the place or of what it should be in
/// @param resource kind and name, as far as they are known, such as `LoadTest taxi-rush`; empty where nothing is
/// @param path the place, as Kubernetes writes it, such as `spec.tasks[0].weight`; empty where the file is no YAML
/// @param message what was expected, and what was found; for a broken rule of the CRD, the rule's own message
public record Problem(String source, int line, String resource, String path, String message) {

    /// One line for people: `quickstart.yaml:12: LoadTest taxi-rush: spec.load: exactly one of users, arrivals`.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(source).append(':').append(line).append(": ");
        if (!resource.isEmpty()) {
            text.append(resource).append(": ");
        }
        if (!path.isEmpty()) {
            text.append(path).append(": ");
        }
        return text.append(message).toString();
    }
}
