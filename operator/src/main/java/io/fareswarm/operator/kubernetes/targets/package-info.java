/// Which targets a resource may send load to or download from. In: an address, the administrator's list, and the Services of
/// the resource's namespace. Out: the route to the target, or the reason why it is not allowed or not ready.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.kubernetes.targets;
