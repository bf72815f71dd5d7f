/// Two results side by side: pure.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.result.compare;
