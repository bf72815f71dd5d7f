/// The fault suite: whole lives of FareModels and LoadTests, each with one fault at one point between the operator and the
/// API server; `e2e/faults` runs it. In: the operator's process, a real API server, and the simulated controllers and
/// kubelet of [io.fareswarm.reconcile]. Out: for each fault whether the world converges to the same state as without it.
@org.jspecify.annotations.NullMarked
package io.fareswarm.faults;
