package io.fareswarm.image.recording;

import java.io.IOException;
import java.nio.file.Path;

import io.fareswarm.image.BuildException;

/// The work that a program does during its recording. It is the work that the program does first in a cluster.
public interface AotTraining {
    /// Runs the program to its end.
    ///
    /// @throws BuildException if the program does not behave as expected
    void train(Recording recording) throws IOException, InterruptedException, BuildException;

    /// The training of an image's program.
    ///
    /// @param image name of the image
    /// @param sources this project's root directory
    static AotTraining of(String image, Path sources) throws BuildException {
        return switch (image) {
            case "model-server" -> new ModelServerTraining();
            case "loadgen" -> new LoadgenTraining();
            case "operator" -> new OperatorTraining(sources.resolve("examples/quickstart.yaml"));
            default -> throw new BuildException("expected an image whose program can be trained, found " + image);
        };
    }
}
