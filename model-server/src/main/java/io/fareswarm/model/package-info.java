/// The model server's command line: `train` writes `model.json`, `serve` reads it.
@org.jspecify.annotations.NullMarked
package io.fareswarm.model;
