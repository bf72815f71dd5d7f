/// Tests of run.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.run;
