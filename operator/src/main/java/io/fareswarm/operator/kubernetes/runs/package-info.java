/// Reconciles LoadTests: an Indexed Job of workers for each run, called over HTTP.
/// In: LoadTests and their objects from informers, and reports of workers.
/// Out: the objects that a [io.fareswarm.operator.run.RunDecision] asks for, calls to workers, the status, reports, and events.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.kubernetes.runs;
