/// The result of a run: merges the workers' reports exactly ([ResultAccumulator]) and judges them ([Judge]). Pure.
/// In: reports of the worker protocol, thresholds, and the judgements so far.
/// Out: a [MergedResult], figures for the status, and the verdict.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.result;
