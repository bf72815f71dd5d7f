@org.jspecify.annotations.NullMarked
package io.fareswarm.protocol;
