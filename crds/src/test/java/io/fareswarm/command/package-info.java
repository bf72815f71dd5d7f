/// Tests of command lines.
@org.jspecify.annotations.NullMarked
package io.fareswarm.command;
