/// Digests by which models and files are named. It knows nothing of either.
@org.jspecify.annotations.NullMarked
package io.fareswarm.model.digest;
