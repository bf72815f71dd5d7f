/// Tools of the scenarios: kubectl, helm, queries of Prometheus, manifests, and waiting for a condition.
@org.jspecify.annotations.NullMarked
package io.fareswarm.e2e.cluster;
