package io.fareswarm.model.train;

import org.jspecify.annotations.Nullable;

/// Whole rows of the input and the result of parsing them. Reused; for one thread at a time.
///
/// The rows are the bytes from `start` to `end` and end with a line end. More bytes, which a parser may read, follow in the
/// array.
final class Block {
    final byte[] bytes;
    int start;
    int end;
    /// Whether the file ends without a line end, so that the reader added one.
    boolean unterminated;
    /// The problem that ended reading after these rows; null for none.
    @Nullable
    InputProblem readProblem;

    final FilteredRides rides;
    final Moments moments = new Moments();
    /// Number of line ends parsed.
    long lines;
    /// The problem that ended parsing; null for none.
    @Nullable
    ParseProblem parseProblem;

    Block(int size, Holdout holdout) {
        bytes = new byte[size];
        rides = new FilteredRides(holdout);
    }

    /// A problem of one row.
    ///
    /// @param line counted within the block, from 0
    record ParseProblem(long line, InputProblem problem) {}
}
