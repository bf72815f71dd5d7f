/// Terminal output of runs and comparisons, as lines of text without control characters other than colours.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.result.text;
