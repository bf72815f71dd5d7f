package io.fareswarm.validation;

/// A text is no YAML that manifests may be written in.
final class YamlException extends Exception {
    private static final long serialVersionUID = 1;
    private final int line;

    YamlException(int line, String message) {
        super(message);
        this.line = line;
    }

    /// From 1.
    int line() {
        return line;
    }
}
