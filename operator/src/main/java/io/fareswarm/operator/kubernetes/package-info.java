/// The platform for a cluster: the operator's process, and the classes that both reconcilers share. In: the environment
/// of the process, and calls of the reconcilers in [io.fareswarm.operator.kubernetes.models] and
/// [io.fareswarm.operator.kubernetes.runs]. Out: writes to the Kubernetes API, events, logs, metrics and health.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.kubernetes;
