/// Reconciles LoadTests: each run has an Indexed Job of workers, which the operator calls over HTTP. In: LoadTests and
/// their objects from informers, and reports of workers. Out: the objects that a
/// [io.fareswarm.operator.run.RunDecision] requires, calls to workers, the status, reports, and events.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.kubernetes.runs;
