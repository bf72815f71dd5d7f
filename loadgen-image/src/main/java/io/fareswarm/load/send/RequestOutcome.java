package io.fareswarm.load.send;

import java.io.IOException;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fareswarm.protocol.ErrorReport.Kind;

/// The outcome of one request: a complete response with any status, or a failure without one. A [RequestCycle] has a
/// single object for all its requests, to avoid an allocation for each. The object is valid until the next call of the
/// cycle.
final class RequestOutcome {
    private @Nullable ConnectionSlot slot;
    private long done;
    private int lastRead;
    private @Nullable Failure failure;

    /// The reason why there is no complete response.
    ///
    /// @param kind kind of the error
    /// @param detail explanation for people; equal for equal failures, so that they are counted as one error
    record Failure(Kind kind, String detail) {
        /// Whether the request failed before its connection was open.
        boolean isUnconnected() {
            return kind == Kind.connect || kind == Kind.tls;
        }

        /// The exception's message with the message of its root cause, which is the more precise one for certificates.
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

    /// Sets all fields and returns this object.
    RequestOutcome set(ConnectionSlot newSlot, long newDone, int newLastRead, @Nullable Failure newFailure) {
        slot = newSlot;
        done = newDone;
        lastRead = newLastRead;
        failure = newFailure;
        return this;
    }

    /// The slot of the request. It is idle again; the times of the request in it are unchanged.
    ConnectionSlot slot() {
        return Objects.requireNonNull(slot);
    }

    /// When the request ended, in nanoseconds from the start barrier.
    long done() {
        return done;
    }

    /// Number of bytes of the response in the last read, which are still in [ConnectionPool#bytes()]; 0 if the request
    /// ended without a read.
    int lastRead() {
        return lastRead;
    }

    /// The failure; null for a complete response.
    @Nullable
    Failure failure() {
        return failure;
    }
}
