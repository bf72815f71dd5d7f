/// The workers of a run, the same on every platform, and the client of the worker protocol. In: decisions about a run,
/// and the processes that a platform started. Out: calls to workers, a view of each worker, and the merged result.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.fleet;
