package io.fareswarm.load.send;

import java.io.IOException;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fareswarm.protocol.ErrorReport.Kind;

/// The end of one request: a complete response of any status, or a failure without one. A [RequestSender] has one object for
/// all of its requests, so that none is allocated for each: it is valid until the cycle is called again.
final class RequestOutcome {
    private @Nullable ConnectionSlot slot;
    private long done;
    private int lastRead;
    private @Nullable Failure failure;

    /// Why there is no complete response.
    ///
    /// @param detail for people; the same for all failures alike, so that they are counted as one
    record Failure(Kind kind, String detail) {
        /// Whether there was not even a connection.
        boolean isUnconnected() {
            return kind == Kind.connect || kind == Kind.tls;
        }

        /// The message, and that of the first cause, which is the precise one where certificates are concerned.
        static String describe(IOException e) {
            String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            Throwable first = e;
            while (first.getCause() != null) {
                first = first.getCause();
            }
            String cause = first.getMessage();
            return cause == null || text.contains(cause) ? text : text + ": " + cause;
        }
    }

    /// Sets all of it and returns it.
    RequestOutcome set(ConnectionSlot newSlot, long newDone, int newLastRead, @Nullable Failure newFailure) {
        slot = newSlot;
        done = newDone;
        lastRead = newLastRead;
        failure = newFailure;
        return this;
    }

    /// Whose request ended. The slot is idle again; its request's figures are unchanged.
    ConnectionSlot slot() {
        return Objects.requireNonNull(slot);
    }

    /// When it ended, nanoseconds from the start barrier.
    long done() {
        return done;
    }

    /// How many bytes of the response the last read brought, which are still in [ConnectionPool#bytes()]; 0 when it ended
    /// without a read.
    int lastRead() {
        return lastRead;
    }

    /// Null for a complete response.
    @Nullable
    Failure failure() {
        return failure;
    }
}
