@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.kubernetes.limits;
