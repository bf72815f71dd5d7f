package io.fareswarm.operator.local;

import java.nio.file.Path;
import java.util.Map;

import io.fareswarm.api.TrainedModel;

/// Listener of the work on this machine. All calls come in order, from one thread.
public interface PlatformListener {
    /// A step in one line.
    void step(String text);

    /// A problem that ends the work, in one line.
    void problem(String text);

    /// A model is trained.
    void trained(String model, TrainedModel trained);

    /// A run goes on; called a few times a second.
    void progressed(LocalRun run);

    /// A run is over.
    void finished(LocalRun run);

    /// The report of a run is written.
    ///
    /// @param files the contents by file name
    void reported(Path directory, Map<String, String> files);
}
