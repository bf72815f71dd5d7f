/// The operator's end of the worker protocol, the same for every platform.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.fleet;
