/// Tests of messages.
@org.jspecify.annotations.NullMarked
package io.fareswarm.message;
