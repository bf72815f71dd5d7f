/// The worker process: serves the worker protocol and runs one slice, through the packages below: pace, traffic, send, measure,
/// report.
@org.jspecify.annotations.NullMarked
package io.fareswarm.load;
