/// The conditions of a resource's status, as pure values. In: the conditions of the last status, and new facts with
/// their reasons. Out: conditions with transition times. Used by both lifecycles and by readers of a status.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.conditions;
