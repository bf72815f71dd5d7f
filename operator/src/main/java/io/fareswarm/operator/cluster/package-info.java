/// The page over a cluster: the resources, events and reports of an API server, with the rights of its user.
/// In: a kubeconfig, or the token of each request. Out: the content of the page, and writes of specs as that user.
/// Has no rights of its own, and does not depend on the operator's process.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.cluster;
