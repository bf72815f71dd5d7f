/// What every process of this module does at its start and its end.
/// In: the environment and the signals of the process. Out: settings, and an exit that waits for the work to end.
/// Depends on no other package of the operator.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.process;
