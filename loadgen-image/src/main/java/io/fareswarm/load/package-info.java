/// The worker process: serves the worker protocol and runs one slice.
/// In: calls of the operator, and the Secrets and ConfigMaps of the slice as files.
/// Out: a run through the packages below (pace, traffic, send, measure, report), statuses, reports and metrics.
@org.jspecify.annotations.NullMarked
package io.fareswarm.load;
