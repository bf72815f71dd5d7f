package io.fareswarm.operator.conditions;

/// Whether a resource is in the state that its spec asks for, as the conditions that Kubernetes' kstatus library reads.
/// Flux, kpt and other tools wait for resources with it.
///
/// | state | `Ready` | `Reconciling` | `Stalled` | kstatus |
/// |---|---|---|---|---|
/// | Reconciling | Unknown | True | absent | InProgress |
/// | Ready | True | absent | absent | Current |
/// | Stalled | False | absent | True | Failed |
///
/// `Ready` is Unknown while something goes on, so `kubectl wait --for=condition=Ready=False` ends only at a failure.
///
/// @param reason reason of these conditions
/// @param message message of these conditions; empty if the reason is sufficient
public record Readiness(State state, String reason, String message) {
    public static final String READY = "Ready";
    public static final String RECONCILING = "Reconciling";
    public static final String STALLED = "Stalled";

    /// The state of a resource: it changes by itself, or it is as wanted, or it needs an edit of its spec.
    public enum State {
        RECONCILING, READY, STALLED
    }

    /// The conditions with those of this readiness in place of those of an earlier one.
    public Conditions in(Conditions conditions) {
        Conditions ready = conditions.with(READY, status(), reason, message);
        return only(RECONCILING, State.RECONCILING, only(STALLED, State.STALLED, ready));
    }

    /// Status of a condition that is true when the resource is ready, and false when it is stalled.
    public String status() {
        return switch (state) {
            case RECONCILING -> Conditions.UNKNOWN;
            case READY -> Conditions.TRUE;
            case STALLED -> Conditions.FALSE;
        };
    }

    /// The conditions with this type in its own state, and without it in each other state.
    private Conditions only(String type, State own, Conditions conditions) {
        return state == own ? conditions.with(type, Conditions.TRUE, reason, message) : conditions.without(type);
    }
}
