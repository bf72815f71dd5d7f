/// Scenarios on a real cluster, as a user runs them with kubectl and helm, each in its own namespace.
@org.jspecify.annotations.NullMarked
package io.fareswarm.e2e;
