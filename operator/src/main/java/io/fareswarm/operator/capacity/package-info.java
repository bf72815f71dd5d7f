/// The search for a capacity: the highest arrival rate at which every limit holds ([CapacitySearch]). Pure.
/// In: the limits of a test, the merged seconds of its run, and the steps in its status ([MeasuredStep]).
/// Out: what each step measured, the next step, or the capacity with its bounds.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.capacity;
