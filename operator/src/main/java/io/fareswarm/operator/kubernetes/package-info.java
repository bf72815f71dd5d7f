/// The platform that is a Kubernetes cluster: the process of the operator, and what both kinds' reconcilers share.
///
/// A reconciler observes, lets the brain decide, and applies: [io.fareswarm.operator.kubernetes.models] for a FareModel,
/// [io.fareswarm.operator.kubernetes.runs] for a LoadTest.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.kubernetes;
