package io.fareswarm.model.train;

/// Is told how far a training on a file has come, after each block and in the training's own thread.
public interface ProgressListener {
    /// Looks away.
    ProgressListener NONE = (_, _) -> {};

    /// Tells how far it is.
    ///
    /// @param rows read so far
    /// @param share of the file that was read so far, 0 to 1
    void read(long rows, double share);
}
