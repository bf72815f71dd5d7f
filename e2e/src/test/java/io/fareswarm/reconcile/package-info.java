/// Tests of the operator's process against an API server without nodes or controllers; `e2e/reconcile` runs them. The
/// tests create pods and statuses like Kubernetes' controllers and the kubelet, and run trainers, model servers and
/// workers as processes.
@org.jspecify.annotations.NullMarked
package io.fareswarm.reconcile;
