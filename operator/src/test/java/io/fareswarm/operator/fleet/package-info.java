/// Tests of workers.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.fleet;
