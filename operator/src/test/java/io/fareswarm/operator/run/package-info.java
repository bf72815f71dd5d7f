/// Tests of the LoadTest's lifecycle.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.run;
