/// JSON as Python's json module reads and writes it, on top of Jackson.
@org.jspecify.annotations.NullMarked
package io.fareswarm.model.json;
