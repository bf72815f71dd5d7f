/// Tests of the worker fleet, on workers that are HTTP servers of the test.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.fleet;
