/// Comparison of two results, as pure functions. In: two saved results and a tolerance. Out: each figure's change, and
/// the regressions.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.result.compare;
