package io.fareswarm.validation;

/// A text is not YAML, or uses a YAML feature that manifests must not use.
final class YamlException extends Exception {
    private static final long serialVersionUID = 1;
    private final int line;

    YamlException(int line, String message) {
        super(message);
        this.line = line;
    }

    /// Line of the mistake, from 1.
    int line() {
        return line;
    }
}
