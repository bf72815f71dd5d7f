package io.fareswarm.validation;

/// Paths of values in a resource, as Kubernetes writes them: `spec.tasks[0].name`.
final class FieldPaths {
    static final String ROOT = "";

    private FieldPaths() {}

    static String field(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    static String item(String path, int index) {
        return path + "[" + index + "]";
    }

    /// Whether the inner path equals the outer path or lies inside it.
    static boolean within(String inner, String outer) {
        return outer.isEmpty() || inner.equals(outer)
                || (inner.startsWith(outer) && ".[".indexOf(inner.charAt(outer.length())) >= 0);
    }
}
