/// The fit of the fare model to a stream of rides, in constant memory. In: a file of rides. Out: a [TrainingResult].
///
/// [Blocks] cuts a file at line ends. [BlockParser] parses and filters each block ([FilteredRides]) and reduces it to a few sums
/// ([Moments]), on any number of threads. [TrainingTotals] adds the blocks in the file's order, so the result depends on
/// the bytes and not on the threads. At the end EJML solves for the weights ([NormalEquations]).
@org.jspecify.annotations.NullMarked
package io.fareswarm.model.train;
