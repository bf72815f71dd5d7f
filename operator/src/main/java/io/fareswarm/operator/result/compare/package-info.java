/// Comparison of two results, as pure functions.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.result.compare;
