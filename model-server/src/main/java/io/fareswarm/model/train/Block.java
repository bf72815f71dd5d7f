package io.fareswarm.model.train;

import org.jspecify.annotations.Nullable;

/// A block of complete rows of the input, with the result of parsing them. Reused; for one thread at a time.
///
/// The rows are the bytes from `start` to `end`, and end with a line end. The array contains more bytes after them,
/// which a parser may read.
final class Block {
    final byte[] bytes;
    int start;
    int end;
    /// Whether the file's last line has no line end, so that the reader added one.
    boolean unterminated;
    /// The problem because of which reading stopped after these rows; null if there is none.
    @Nullable
    InputProblem readProblem;

    final FilteredRides rides;
    final Moments moments = new Moments();
    /// Number of line ends that were parsed.
    long lines;
    /// The problem because of which parsing stopped; null if there is none.
    @Nullable
    ParseProblem parseProblem;

    Block(int size, Holdout holdout) {
        bytes = new byte[size];
        rides = new FilteredRides(holdout);
    }

    /// A problem of one row.
    ///
    /// @param line number of the line in the block, from 0
    record ParseProblem(long line, InputProblem problem) {}
}
