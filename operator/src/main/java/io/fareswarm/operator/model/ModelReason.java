package io.fareswarm.operator.model;

/// The reasons of a FareModel's conditions.
public enum ModelReason {
    /// The training of run `spec.training.run` has not ended.
    TrainingRunning,
    /// The training of run `spec.training.run` waits until others end, because of the administrator's limits.
    TrainingQueued,
    /// The training of run `spec.training.run` cannot begin.
    TrainingBlocked,
    /// The status contains the model of run `spec.training.run`.
    Trained,
    /// The training failed; the message is the trainer's.
    TrainingFailed,
    /// There is no model to serve yet.
    NoModel,
    /// Servers start.
    ServersStarting,
    /// Servers respond, and a new model replaces the previous one.
    ServersRolling,
    /// `spec.serving.replicas` is 0.
    ScaledToZero,
    /// A server responded with a valid prediction.
    PredictionSucceeded,
    /// Another number of servers than `spec.serving.replicas` is ready, or their settings are not up to date.
    ServersScaling,
    /// A server ended or cannot respond.
    ServersFailed
}
