package io.fareswarm.faults;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The WebSocket frames that the API server sends in a watch: one unmasked text frame for each event.
final class WatchFrames {
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int MASKED = 0x80;
    private static final int MORE_BYTES = 126;
    private static final int MANY_BYTES = 127;

    private final DataInputStream in;

    WatchFrames(InputStream in) {
        this.in = new DataInputStream(in);
    }

    /// A frame.
    ///
    /// @param first its first byte
    /// @param payload its payload, one character for each byte
    record Frame(int first, String payload) {
        /// Whether the frame is a change of an object.
        boolean isChange() {
            return first == TEXT && !payload.startsWith("{\"type\":\"BOOKMARK\"")
                    && !payload.startsWith("{\"type\":\"ERROR\"");
        }

        byte[] bytes() {
            return frame(first, payload.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /// Reads the next frame; empty at the end.
    Optional<Frame> next() throws IOException {
        try {
            int first = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            if ((length & MASKED) != 0) {
                throw new IOException("expected an unmasked frame of the API server, found a masked one");
            }
            long size = switch (length) {
                case MORE_BYTES -> in.readUnsignedShort();
                case MANY_BYTES -> in.readLong();
                default -> length;
            };
            byte[] payload = in.readNBytes(Math.toIntExact(size));
            return Optional.of(new Frame(first, new String(payload, StandardCharsets.ISO_8859_1)));
        } catch (EOFException _) {
            return Optional.empty();
        }
    }

    /// The frames with which the API server ends a watch whose version is too old.
    static byte[] gone() {
        byte[] event = """
                {"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",\
                "message":"too old resource version: 1 (2)","reason":"Expired","code":410}}"""
                .getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(frame(TEXT, event));
        both.writeBytes(frame(CLOSE, new byte[]{0x03, (byte) 0xe8}));
        return both.toByteArray();
    }

    private static byte[] frame(int first, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 10).put((byte) first);
        if (payload.length < MORE_BYTES) {
            frame.put((byte) payload.length);
        } else if (payload.length < 1 << 16) {
            frame.put((byte) MORE_BYTES).putShort((short) payload.length);
        } else {
            frame.put((byte) MANY_BYTES).putLong(payload.length);
        }
        frame.put(payload).flip();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }
}
