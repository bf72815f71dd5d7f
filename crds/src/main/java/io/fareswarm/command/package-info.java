/// What the command lines of all programs have in common. In: picocli's commands. Out: their name, version, and the wording of
/// usage errors. A module that uses this package declares picocli.
@org.jspecify.annotations.NullMarked
package io.fareswarm.command;
