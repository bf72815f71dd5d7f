package io.fareswarm.operator.result;

/// A report was not added, because there is no [Room] for its measurements.
public final class RoomExhausted extends RuntimeException {
    RoomExhausted(long bytes) {
        super("expected room for %d bytes of measurements, found less".formatted(bytes));
    }
}
