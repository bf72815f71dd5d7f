/// Text that users give as bytes. In: the bytes of a file. Out: its text, or the line and the byte where it is not UTF-8. Uses no
/// other package of fareswarm.
@org.jspecify.annotations.NullMarked
package io.fareswarm.text;
