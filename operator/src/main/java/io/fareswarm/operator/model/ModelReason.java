package io.fareswarm.operator.model;

/// Every reason that a FareModel's conditions can have.
public enum ModelReason {
    /// The training of the wanted run has not ended.
    TrainingRunning,
    /// The training of the wanted run cannot begin.
    TrainingBlocked,
    /// The model of the wanted run is in the status.
    Trained,
    /// The trainer gave up; the message is its own.
    TrainingFailed,
    /// There is no model to serve yet.
    NoModel,
    /// Servers start.
    ServersStarting,
    /// Servers answer, and one model replaces another in them.
    ServersRolling,
    /// No server is wanted.
    ScaledToZero,
    /// A server answered a real prediction.
    PredictionSucceeded,
    /// A server ended or cannot answer.
    ServersFailed
}
