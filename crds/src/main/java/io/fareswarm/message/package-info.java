/// The wording of messages to users. In: failures and names. Out: causes in plain words, and similar names for a mistyped one. Uses
/// no other package of fareswarm.
@org.jspecify.annotations.NullMarked
package io.fareswarm.message;
