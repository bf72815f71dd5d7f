/// Tools for the scenarios: kubectl, helm, queries of Prometheus, manifests, and waits for a condition.
@org.jspecify.annotations.NullMarked
package io.fareswarm.e2e.cluster;
