package io.fareswarm.model.train;

import org.jspecify.annotations.Nullable;

/// Whole rows of the input, and what came of them. Blocks are used again and again; each belongs to one thread at a time.
///
/// The bytes from `start` to `end` end with a line end, and some bytes that are no part of the block follow.
final class Block {
    final byte[] bytes;
    int start;
    int end;
    /// The last row had no line end of its own in the file; the reader added one.
    boolean unterminated;
    /// What stopped the reader right after these rows; absent when nothing did.
    @Nullable
    InputProblem failure;

    final Rides rides;
    final Moments moments = new Moments();
    /// Line ends passed by the parser.
    long lines;
    /// What the parser stumbled on; absent when nothing.
    @Nullable
    Stumble stumble;

    Block(int size, Holdout holdout) {
        bytes = new byte[size];
        rides = new Rides(holdout);
    }

    /// What the parser stumbled on.
    ///
    /// @param line counted within the block, from 0
    record Stumble(long line, InputProblem problem) {}
}
