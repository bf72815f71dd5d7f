package io.fareswarm.load.traffic;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fareswarm.protocol.KeyReference;
import io.fareswarm.text.Utf8Text;

/// The Secrets and ConfigMaps of a slice, as files below a directory that the worker's platform provides.
public final class ReferencedFiles {
    /// Maximum size of a Secret or ConfigMap in Kubernetes, in bytes.
    private static final int MAX_BYTES = 1 << 20;

    /// Minimum length of a secret that is hidden in texts. A shorter secret could occur in any text by chance.
    private static final int SHORTEST_SECRET = 4;
    private static final String HIDDEN = "***";

    private final @Nullable Path directory;
    private final List<String> secrets = new ArrayList<>();

    /// @param directory directory of the files; null for a worker without files
    public ReferencedFiles(@Nullable Path directory) {
        this.directory = directory;
    }

    /// The value of a key, as bytes. [#hide(String)] does not hide it.
    ///
    /// @throws IllegalArgumentException if there is no value, or it is too long
    public byte[] read(KeyReference reference) {
        String expected = "expected %s: %s %s with the key %s".formatted(reference.place(), reference.kind(),
                reference.name(), reference.key());
        if (directory == null) {
            throw new IllegalArgumentException(expected + ", found a worker without any Secrets and ConfigMaps");
        }
        try (InputStream in = Files.newInputStream(directory.resolve(reference.path()))) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IllegalArgumentException(expected + " of at most " + MAX_BYTES + " bytes, found more");
            }
            return bytes;
        } catch (IOException e) {
            throw new IllegalArgumentException(expected + ", found none", e);
        }
    }

    /// The text of a key. [#hide(String)] does not hide it.
    ///
    /// @throws IllegalArgumentException if there is no value, it is too long, or it is not UTF-8; of a Secret's value, the
    /// message has no byte
    String text(KeyReference reference) {
        try {
            return Utf8Text.decode(read(reference));
        } catch (Utf8Text.Malformed e) {
            String place = "%s: %s %s, key %s, line %d: ".formatted(reference.place(), reference.kind(),
                    reference.name(), reference.key(), e.line());
            throw new IllegalArgumentException(place + switch (reference.kind()) {
                case ConfigMap -> e.getMessage();
                case Secret -> "expected text in UTF-8, found other bytes; save the value as UTF-8";
            });
        }
    }

    /// The text of a Secret's key, without white space at its end. [#hide(String)] hides it from then on.
    String secret(KeyReference reference) {
        String text = text(reference).stripTrailing();
        secrets.add(text);
        for (String part : text.split("\\s+")) {
            if (part.length() >= SHORTEST_SECRET) {
                secrets.add(part);
            }
        }
        secrets.sort(Comparator.comparingInt(String::length).reversed());
        return text;
    }

    /// The text without the values that [#secret] has returned.
    public String hide(String text) {
        String hidden = text;
        for (String secret : secrets) {
            if (!secret.isEmpty()) {
                hidden = hidden.replace(secret, HIDDEN);
            }
        }
        return hidden;
    }
}
