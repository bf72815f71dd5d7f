/// The text that programs read and write. In: the bytes of a file. Out: its text, or the line and the byte where it is not UTF-8;
/// and one locale for every program. Uses no other package of fareswarm.
@org.jspecify.annotations.NullMarked
package io.fareswarm.text;
