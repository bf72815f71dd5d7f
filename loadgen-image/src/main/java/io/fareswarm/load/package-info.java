/// The worker process: speaks the worker protocol and runs one slice. What it does with it flows through the packages
/// below: pace, traffic, send, measure, report.
@org.jspecify.annotations.NullMarked
package io.fareswarm.load;
