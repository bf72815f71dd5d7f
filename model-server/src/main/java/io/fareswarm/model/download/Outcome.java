package io.fareswarm.model.download;

import java.io.IOException;

/// How one try to fetch a file ended. A reason says what was expected and what was found.
sealed interface Outcome {
    /// All of it came.
    ///
    /// @param sha256 64 hex digits in lower case
    record Whole(String sha256) implements Outcome {}

    /// Another try may go better.
    record Failed(String reason) implements Outcome {}

    /// Another try would end the same way.
    record Refused(String reason) implements Outcome {}

    /// This machine could not keep it.
    record Unkept(IOException cause) implements Outcome {}
}
