/// Files that a program writes for its user. In: a path and a content. Out: the content where the path leads, whole or not at
/// all, or a failure that names the path and the cause. Uses [io.fareswarm.message] only.
@org.jspecify.annotations.NullMarked
package io.fareswarm.files;
