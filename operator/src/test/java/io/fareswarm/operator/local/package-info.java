/// The command line with real processes.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.local;
