/// The platform that is this machine: the same brain on child processes, and the command line.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.local;
