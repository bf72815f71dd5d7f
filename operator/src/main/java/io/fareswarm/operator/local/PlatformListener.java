package io.fareswarm.operator.local;

import java.nio.file.Path;

import io.fareswarm.api.TrainedModel;
import io.fareswarm.files.OutputFailure;

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
    void reported(Path directory);

    /// The result of a run is known. It is called also if the report could not be written.
    ///
    /// @param json content of `result.json`
    /// @throws OutputFailure if it cannot be passed on
    void measured(String json) throws OutputFailure;
}
