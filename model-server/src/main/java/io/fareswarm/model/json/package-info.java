/// JSON as Python's json module reads and writes it.
@org.jspecify.annotations.NullMarked
package io.fareswarm.model.json;
