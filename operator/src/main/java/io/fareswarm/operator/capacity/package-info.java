/// The search for a capacity: the highest arrival rate at which every limit holds ([CapacitySearch]). Pure.
/// In: the goal, and the counts of each second of each step. Out: the next step, or the capacity with its bounds.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.capacity;
