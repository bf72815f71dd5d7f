/// Tests of the FareModel's lifecycle.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.model;
