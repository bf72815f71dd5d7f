/// The content of requests. In: the tasks of a slice, the run's seed, and the key of a request. Out: the task of each
/// request, and the request as bytes. The same seed and key give the same bytes.
@org.jspecify.annotations.NullMarked
package io.fareswarm.load.traffic;
