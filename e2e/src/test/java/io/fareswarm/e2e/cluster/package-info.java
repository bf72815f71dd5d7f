/// The user's tools: kubectl, helm, a Prometheus, and the patience to wait.
@org.jspecify.annotations.NullMarked
package io.fareswarm.e2e.cluster;
