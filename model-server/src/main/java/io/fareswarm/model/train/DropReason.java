package io.fareswarm.model.train;

/// Why a ride is not used, in the order in which the filters ask.
enum DropReason {
    // @formatter:off
    MISSING("MissingField", "no field is empty"),
    PICKUP("PickupOutOfRange", "-80 <= pickup_longitude <= 50"),
    DROPOFF("DropoffOutOfRange", "dropoff_longitude >= -80 and dropoff_latitude <= 50"),
    FAR("TooFar", "under 5 degrees in both directions");
    // @formatter:on

    private final String reason;
    private final String kept;

    DropReason(String reason, String kept) {
        this.reason = reason;
        this.kept = kept;
    }

    /// What is true of the rides that are not dropped for it.
    String kept() {
        return kept;
    }

    /// The key in `rows.dropped`; one word, as Kubernetes' reasons are.
    String reason() {
        return reason;
    }
}
