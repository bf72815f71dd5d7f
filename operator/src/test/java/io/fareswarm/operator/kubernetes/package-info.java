/// Tests of kubernetes.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.kubernetes;
