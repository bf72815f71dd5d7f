package io.fareswarm.model.train;

/// Listener for the progress of a training on a file. It is called after each block, in the thread that called the
/// training.
public interface ProgressListener {
    /// Receives the progress.
    ///
    /// @param rows number of rows read so far
    /// @param share share of the file read so far, 0 to 1
    void rowsRead(long rows, double share);
}
