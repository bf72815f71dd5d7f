/// Scenarios on a real cluster. They use kubectl and helm like a user. Each has its own namespace.
@org.jspecify.annotations.NullMarked
package io.fareswarm.e2e;
