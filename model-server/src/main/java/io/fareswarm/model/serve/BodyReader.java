package io.fareswarm.model.serve;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;

/// Reader of request bodies. Large bodies share a bounded amount of memory. A request beyond it gets status 503, so
/// that the heap does not fill up. Thread-safe.
final class BodyReader {
    /// Maximum size in bytes of a body that needs no reservation of memory.
    static final int SMALL = 4 << 10;

    private final int maxBodyBytes;
    private final Semaphore freeBytes;
    private final Lock oneLargeBody = new ReentrantLock();

    BodyReader(ServerLimits limits) {
        maxBodyBytes = limits.bodyBytes();
        freeBytes = new Semaphore(limits.bufferedBytes());
    }

    /// Function of a body.
    interface Processing<T> {
        T apply(byte[] body) throws InferenceError;
    }

    /// A buffered body. Closing it releases its memory.
    final class BufferedBody implements AutoCloseable {
        private byte[] bytes;
        private int reserved;

        BufferedBody(byte[] bytes) {
            this.bytes = bytes;
        }

        /// Reserves memory for more bytes, unless the body is small.
        ///
        /// @throws HttpException 503 if there is not enough memory
        void reserve(int more) {
            if (more > SMALL) {
                if (!freeBytes.tryAcquire(more)) {
                    throw new HttpException("too many large bodies at once", Status.SERVICE_UNAVAILABLE_503, false);
                }
                reserved += more;
            }
        }

        /// Decodes the body. Large bodies, as sent, are decoded one at a time.
        ///
        /// @param coding value of the header `Content-Encoding`
        /// @throws InferenceError if the body is broken or too large, or if there is no such coding
        /// @throws HttpException 503 if there is not enough memory
        void decode(String coding) throws InferenceError {
            if (bytes.length > 0 && !coding.isEmpty()) {
                reserve(maxBodyBytes);
                bytes = oneAtATime(sent -> ContentCoding.decode(sent, coding, maxBodyBytes));
            }
        }

        /// Applies a function to the body. Large bodies are processed one at a time, because processing one may take a
        /// hundred times its size in memory.
        <T> T oneAtATime(Processing<T> processing) throws InferenceError {
            if (bytes.length <= SMALL) {
                return processing.apply(bytes);
            }
            oneLargeBody.lock();
            try {
                return processing.apply(bytes);
            } finally {
                oneLargeBody.unlock();
            }
        }

        @Override
        public void close() {
            freeBytes.release(reserved);
        }
    }

    /// Reads a request's body to its end. Helidon limits its size.
    ///
    /// @throws HttpException 503 if there is not enough memory, 400 if the body is broken or ends early
    BufferedBody read(ServerRequest request) {
        BufferedBody body = new BufferedBody(new byte[0]);
        if (!request.content().hasEntity()) {
            return body;
        }
        try {
            // Reserved before reading, because Helidon buffers a whole chunk.
            long length = request.headers().contentLength().orElse(maxBodyBytes);
            body.reserve((int) length);
            InputStream in = request.content().inputStream();
            body.bytes = in.readNBytes((int) length);
            in.close(); // reads the end of the body now, so that Helidon does not read it later
            return body;
        } catch (IOException | NumberFormatException | DataReader.InsufficientDataAvailableException e) {
            body.close();
            throw new HttpException("expected a whole body", Status.BAD_REQUEST_400, e, false);
        } catch (RuntimeException e) {
            body.close();
            throw e;
        }
    }
}
