/// What a terminal shows of a run, as lines of text without any control but colours.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.result.text;
