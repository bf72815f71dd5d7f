package io.fareswarm.faults;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The head of an HTTP/1.1 message.
///
/// @param first request line or status line
/// @param fields header lines, such as `Content-Length: 2`
record HttpHead(String first, List<String> fields) {
    private static final int LONGEST = 64 << 10;

    /// Reads a head; empty at the end of the stream.
    ///
    /// @throws IOException for a head of more than 64 KiB, and for a stream that ends within it
    static Optional<HttpHead> read(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        int size = 0;
        while (true) {
            Optional<String> line = line(in);
            if (line.isEmpty()) {
                if (lines.isEmpty()) {
                    return Optional.empty();
                }
                throw new EOFException("expected a whole head, found its beginning");
            }
            if (line.get().isEmpty()) {
                return Optional.of(new HttpHead(lines.getFirst(), List.copyOf(lines.subList(1, lines.size()))));
            }
            lines.add(line.get());
            size += line.get().length();
            if (size > LONGEST) {
                throw new IOException("expected a head of at most %d bytes, found more".formatted(LONGEST));
            }
        }
    }

    private static Optional<String> line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next;
        while ((next = in.read()) != '\n') {
            if (next < 0) {
                return Optional.empty();
            }
            line.write(next);
        }
        return Optional.of(line.toString(StandardCharsets.ISO_8859_1).stripTrailing());
    }

    Optional<String> field(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return fields.stream().filter(field -> field.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(field -> field.substring(prefix.length()).strip()).findFirst();
    }

    /// The body that follows this head.
    byte[] body(InputStream in) throws IOException {
        if (field("Transfer-Encoding").isPresent()) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            int size;
            do {
                size = Integer.parseInt(line(in).orElseThrow(EOFException::new), 16);
                body.write(in.readNBytes(size));
                line(in);
            } while (size > 0);
            return body.toByteArray();
        }
        return in.readNBytes(field("Content-Length").map(Integer::parseInt).orElse(0));
    }

    byte[] bytes() {
        return (first + "\r\n" + String.join("\r\n", fields) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
