/// SHA-256 digests, which name models and files, and the hash that random draws are made from. In: bytes or numbers. Out: a
/// digest or a hash. Uses no other package of fareswarm.
@org.jspecify.annotations.NullMarked
package io.fareswarm.digest;
