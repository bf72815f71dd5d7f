/// Tests of the command line with real processes.
@org.jspecify.annotations.NullMarked
package io.fareswarm.cli;
