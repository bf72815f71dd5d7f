package io.fareswarm.model.train;

/// Why a ride is not used, in the order in which the filters ask.
enum Dropped {
    // @formatter:off
    MISSING("MissingField"),
    PICKUP("PickupOutOfRange"),
    DROPOFF("DropoffOutOfRange"),
    FAR("TooFar");
    // @formatter:on

    private final String reason;

    Dropped(String reason) {
        this.reason = reason;
    }

    /// The key in `rows.dropped`; one word, as Kubernetes' reasons are.
    String reason() {
        return reason;
    }
}
