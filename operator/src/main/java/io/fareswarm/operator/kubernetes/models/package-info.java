/// Reconciles FareModels: a training Job, and a Deployment behind a Service.
/// In: FareModels and their objects from informers, and responses of model servers.
/// Out: the objects that a [io.fareswarm.operator.model.ModelDecision] requires, the status, and events.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.kubernetes.models;
