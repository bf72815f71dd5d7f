package io.fareswarm.validation;

/// Places in a resource, written as Kubernetes writes them: `spec.tasks[0].name`.
final class FieldPaths {
    static final String ROOT = "";

    private FieldPaths() {}

    static String field(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    static String item(String path, int index) {
        return path + "[" + index + "]";
    }

    /// Whether the one place is the other, or inside of it.
    static boolean within(String inner, String outer) {
        if (outer.isEmpty() || inner.equals(outer)) {
            return true;
        }
        return inner.startsWith(outer) && ".[".indexOf(inner.charAt(outer.length())) >= 0;
    }
}
