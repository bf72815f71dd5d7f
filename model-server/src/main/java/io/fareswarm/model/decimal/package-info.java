/// Decimal numbers parsed from bytes without intermediate strings. In: bytes. Out: doubles.
@org.jspecify.annotations.NullMarked
package io.fareswarm.model.decimal;
