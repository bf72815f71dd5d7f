/// SHA-256 digests, which name models and files. In: bytes. Out: a digest. Uses no other package of fareswarm.
@org.jspecify.annotations.NullMarked
package io.fareswarm.digest;
