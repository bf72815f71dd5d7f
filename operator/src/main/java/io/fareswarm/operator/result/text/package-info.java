/// Terminal output of runs and comparisons. In: merged results, statuses and comparisons, and the terminal's width.
/// Out: lines of text without control characters other than colours.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.result.text;
