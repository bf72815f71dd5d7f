/// The command line: its commands, their output, and their exit statuses. In: arguments, manifests and saved results.
/// Out: text on a terminal or plain lines, `result.json` on standard output, an exit status.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.cli;
