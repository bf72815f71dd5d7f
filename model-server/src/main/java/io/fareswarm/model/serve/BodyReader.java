package io.fareswarm.model.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;

import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;

/// Reads requests' bodies. Small ones are always read; the others share a bounded memory, so that many large or slow
/// bodies at once are refused instead of filling the heap. Thread-safe.
final class BodyReader {
    /// Bytes of a body that needs no room.
    static final int SMALL = 4 << 10;
    private static final int PIECE = 8 << 10;

    private final Semaphore room;

    /// @param bytes of all larger bodies together
    BodyReader(int bytes) {
        room = new Semaphore(bytes);
    }

    /// A body that was read. Closing it gives its room back.
    final class Held implements AutoCloseable {
        private byte[] bytes = new byte[0];
        private int taken;

        byte[] bytes() {
            return bytes;
        }

        /// Takes room for more bytes, such as those of a response.
        ///
        /// @throws HttpException 503 when there is none
        void take(int more) {
            if (more + taken > SMALL) {
                if (!room.tryAcquire(more)) {
                    throw new HttpException("too many large bodies at once", Status.SERVICE_UNAVAILABLE_503, false);
                }
                taken += more;
            }
        }

        @Override
        public void close() {
            room.release(taken);
        }
    }

    /// Reads a request's body to its end. Helidon bounds its size.
    ///
    /// @throws HttpException 503 when there is no room, 400 for broken chunks
    Held read(ServerRequest request) {
        Held held = new Held();
        if (!request.content().hasEntity()) {
            return held;
        }
        try {
            InputStream in = request.content().inputStream();
            long length = request.headers().contentLength().orElse(Long.MAX_VALUE);
            if (length <= SMALL) {
                held.bytes = in.readNBytes((int) length);
                in.close(); // sees the end, so that Helidon does not look for it
            } else {
                ByteArrayOutputStream body = new ByteArrayOutputStream(PIECE);
                byte[] piece = new byte[PIECE];
                for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                    held.take(read);
                    body.write(piece, 0, read);
                }
                held.bytes = body.toByteArray();
            }
            return held;
        } catch (IOException | NumberFormatException e) { // the latter for the size of a chunk
            held.close();
            throw new HttpException("expected a body in whole chunks", Status.BAD_REQUEST_400, e, false);
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
    }
}
