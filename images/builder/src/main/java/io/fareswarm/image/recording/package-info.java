/// The work of each program while the JVM records its AOT cache. In: the program's process and its address. Out: the
/// requests that the program gets first in a cluster.
@org.jspecify.annotations.NullMarked
package io.fareswarm.image.recording;
