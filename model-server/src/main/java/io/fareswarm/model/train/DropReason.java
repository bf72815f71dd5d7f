package io.fareswarm.model.train;

/// Reason for dropping a ride. The values are in the order of the filters.
public enum DropReason {
    // @formatter:off
    MISSING("MissingField", "no field is empty"),
    PICKUP("PickupOutOfRange", "-80 <= pickup_longitude <= 50"),
    DROPOFF("DropoffOutOfRange", "dropoff_longitude >= -80 and dropoff_latitude <= 50"),
    FAR("TooFar", "under 5 degrees in both directions");
    // @formatter:on

    private final String reason;
    private final String requirement;

    DropReason(String reason, String requirement) {
        this.reason = reason;
        this.requirement = requirement;
    }

    /// The condition that a ride must meet to pass the filter, for people.
    public String requirement() {
        return requirement;
    }

    /// The key of the reason in `rows.dropped`: one CamelCase word, like reasons in Kubernetes.
    public String reason() {
        return reason;
    }
}
