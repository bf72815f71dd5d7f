/// Builds one container image on `scratch`: a linked Java runtime, the C library of this machine, the jars, and an AOT
/// cache that this runtime recorded on these jars.
@org.jspecify.annotations.NullMarked
package io.fareswarm.image;
