/// Tests of the page over a cluster.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.cluster;
