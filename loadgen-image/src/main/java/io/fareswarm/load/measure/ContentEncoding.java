package io.fareswarm.load.measure;

/// Content-Encoding of a response.
public enum ContentEncoding {
    /// Not compressed.
    NONE(""),
    /// Compressed with gzip. Workers unpack it.
    GZIP("gzip"),
    /// Encodings that workers do not unpack.
    DEFLATE("deflate"), BROTLI("br"), ZSTANDARD("zstd"),
    /// Another one, or several.
    OTHER("of another kind");

    private final String shown;

    ContentEncoding(String shown) {
        this.shown = shown;
    }

    /// Whether workers cannot unpack it.
    public boolean isUnknown() {
        return this != NONE && this != GZIP;
    }

    /// The encoding for a message.
    public String shown() {
        return shown;
    }
}
