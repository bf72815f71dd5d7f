/// The operator's process against an API server without nodes or controllers: `e2e/reconcile` runs it. The tests make pods
/// and statuses as Kubernetes' controllers and the kubelet would, and run trainers, model servers and workers as processes.
@org.jspecify.annotations.NullMarked
package io.fareswarm.reconcile;
