package io.fareswarm.model.serve;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;

/// Reads requests' bodies. Small ones are always read; the others share a bounded memory, so that many large or slow
/// bodies at once are refused instead of filling the heap. Thread-safe.
final class BodyReader {
    /// Bytes of a body that needs no room.
    static final int SMALL = 4 << 10;

    private final int largest;
    private final Semaphore room;
    private final Lock oneLarge = new ReentrantLock();

    /// @param limits the bounds of a body and of all larger bodies together
    BodyReader(ServerLimits limits) {
        largest = limits.bodyBytes();
        room = new Semaphore(limits.heldBytes());
    }

    /// A body that was read. Closing it gives its room back.
    final class Held implements AutoCloseable {
        private byte[] bytes = new byte[0];
        private int taken;

        /// Takes room for more bytes, unless they are few.
        ///
        /// @throws HttpException 503 when there is none
        void take(int more) {
            if (more > SMALL) {
                if (!room.tryAcquire(more)) {
                    throw new HttpException("too many large bodies at once", Status.SERVICE_UNAVAILABLE_503, false);
                }
                taken += more;
            }
        }

        /// Makes the response: of large bodies one at a time, as what is made of them may take a hundred times their size.
        Response respond(Function<byte[], Response> endpoint) {
            if (bytes.length <= SMALL) {
                return endpoint.apply(bytes);
            }
            oneLarge.lock();
            try {
                return endpoint.apply(bytes);
            } finally {
                oneLarge.unlock();
            }
        }

        @Override
        public void close() {
            room.release(taken);
        }
    }

    /// Reads a request's body to its end. Helidon bounds its size.
    ///
    /// @throws HttpException 503 when there is no room, 400 when the body is broken or ends early
    Held read(ServerRequest request) {
        Held held = new Held();
        if (!request.content().hasEntity()) {
            return held;
        }
        try {
            // Before anything is read, as Helidon holds a whole chunk.
            long length = request.headers().contentLength().orElse(largest);
            held.take((int) length);
            InputStream in = request.content().inputStream();
            held.bytes = in.readNBytes((int) length);
            in.close(); // sees the end, so that Helidon does not look for it
            return held;
        } catch (IOException | NumberFormatException | DataReader.InsufficientDataAvailableException e) {
            held.close();
            throw new HttpException("expected a whole body", Status.BAD_REQUEST_400, e, false);
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
    }
}
