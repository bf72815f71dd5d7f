package io.fareswarm.load.measure;

import java.util.Locale;

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

    /// The encoding of a name in a Content-Encoding header; case and blanks around it do not matter.
    public static ContentEncoding of(String name) {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> NONE;
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            case "br" -> BROTLI;
            case "zstd" -> ZSTANDARD;
            default -> OTHER;
        };
    }

    /// This encoding and then another one.
    public ContentEncoding and(ContentEncoding next) {
        if (next == NONE) {
            return this;
        }
        return this == NONE ? next : OTHER;
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
