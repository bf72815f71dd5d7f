package io.fareswarm.operator.local;

import java.nio.file.Path;
import java.util.Map;

import io.fareswarm.api.TrainedModel;

/// Listener for the progress of models and runs on this machine. One thread makes all calls, in order.
public interface PlatformListener {
    /// A step was reached.
    ///
    /// @param text one line
    void step(String text);

    /// A problem ended the work.
    ///
    /// @param text one line
    void problem(String text);

    /// A model is trained.
    void trained(String model, TrainedModel trained);

    /// A run made progress; called a few times a second.
    void progressed(LocalRun run);

    /// A run is over.
    void finished(LocalRun run);

    /// The report of a run is written.
    ///
    /// @param files the contents by file name
    void reported(Path directory, Map<String, String> files);
}
