/// Tests of the whole module.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator;
