/// JSON with the rules of Python's json module, based on Jackson. In: bytes, JSON trees. Out: JSON trees, text, errors
/// with Python's messages.
@org.jspecify.annotations.NullMarked
package io.fareswarm.model.json;
