/// The log of every process in a container: one JSON object a line. In: log records, and whatever a program prints. Out: lines
/// on standard error. Outside of a container, workers, model servers and trainers print plain lines. Uses no other package of
/// fareswarm.
@org.jspecify.annotations.NullMarked
package io.fareswarm.logging;
