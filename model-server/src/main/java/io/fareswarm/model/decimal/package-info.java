/// Numbers read straight from bytes, without a string between: what both the trainer and the server spend their time on.
@org.jspecify.annotations.NullMarked
package io.fareswarm.model.decimal;
