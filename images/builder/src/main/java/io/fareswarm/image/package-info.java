/// Builds one container image on `scratch`. In: jars, JVM options, the JDK and the C library of this machine. Out: a
/// docker archive, or an image in a registry. The image has a linked Java runtime, the jars, and an AOT cache that this
/// runtime recorded.
@org.jspecify.annotations.NullMarked
package io.fareswarm.image;
