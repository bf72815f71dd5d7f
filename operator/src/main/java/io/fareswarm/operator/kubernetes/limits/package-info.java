/// The administrator's limits of runs and trainings: what goes on at the same time, in all and in each namespace. In: resources
/// that are ready to begin. Out: whether they may, or why they wait.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.kubernetes.limits;
