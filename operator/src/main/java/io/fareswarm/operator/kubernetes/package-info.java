/// The Kubernetes platform: the operator's process, and what both reconcilers share.
///
/// A reconciler observes, calls the lifecycle, and applies its decision: [io.fareswarm.operator.kubernetes.models] for a FareModel,
/// [io.fareswarm.operator.kubernetes.runs] for a LoadTest.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.kubernetes;
