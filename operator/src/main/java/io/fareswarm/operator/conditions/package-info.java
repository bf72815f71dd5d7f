/// The conditions of a resource's status, as pure values.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.conditions;
