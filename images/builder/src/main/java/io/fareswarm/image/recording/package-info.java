/// What each program does while the JVM records its AOT cache.
/// In: the program's process and its address.
/// Out: the requests that it will get first in a cluster.
@org.jspecify.annotations.NullMarked
package io.fareswarm.image.recording;
