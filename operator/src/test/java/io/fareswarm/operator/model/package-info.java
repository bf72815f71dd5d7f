/// Tests of model.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.model;
