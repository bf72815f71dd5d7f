/// The result of a run: exact merging of the workers' reports ([ResultAccumulator]), the verdict ([Judge]), and in the packages
/// below the report's files and texts. All of it is pure: no I/O, no clock, no Kubernetes.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.result;
