/// From what workers report to what people read: exact merging ([ResultAccumulator]), judgement ([Judge]) and, in the packages below,
/// the report's files and texts. All of it is pure: no I/O, no clock, no Kubernetes.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.result;
