/// Fits the fare model to rides that stream by.
///
/// A file is cut into blocks at line ends ([Blocks]), each block is parsed and filtered ([BlockParser], [Rides]) and
/// reduced to a few sums ([Moments]), on as many threads as wanted; pieces are joined in the file's order
/// ([Trainer]). So the result depends on the bytes alone, never on threads, and no rows are held. At the end EJML solves
/// for the weights ([NormalEquations]).
@org.jspecify.annotations.NullMarked
package io.fareswarm.model.train;
