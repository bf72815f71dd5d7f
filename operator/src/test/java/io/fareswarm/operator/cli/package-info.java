/// Tests of the command line.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.cli;
