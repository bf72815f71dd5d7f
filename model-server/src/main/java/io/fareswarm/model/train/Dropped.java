package io.fareswarm.model.train;

/// Why a ride is not used, in the order in which the filters ask.
enum Dropped {
    MISSING("missing field"), PICKUP("pickup_longitude out of range"), DROPOFF("dropoff out of range"), FAR(
            "5 degrees or more");

    private final String reason;

    Dropped(String reason) {
        this.reason = reason;
    }

    /// For people, and the key in `rows.dropped`.
    String reason() {
        return reason;
    }
}
