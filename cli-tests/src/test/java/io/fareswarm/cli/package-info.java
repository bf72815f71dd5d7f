/// The command line as a user runs it, with real processes.
@org.jspecify.annotations.NullMarked
package io.fareswarm.cli;
