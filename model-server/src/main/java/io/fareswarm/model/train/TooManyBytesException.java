package io.fareswarm.model.train;

import java.io.IOException;

/// Thrown if a stream of rides has more bytes than the maximum.
public final class TooManyBytesException extends IOException {
    TooManyBytesException(long maxBytes) {
        super("expected at most %d bytes, found more; give fewer rides, or the file itself".formatted(maxBytes));
    }
}
