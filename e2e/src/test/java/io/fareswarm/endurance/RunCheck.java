package io.fareswarm.endurance;

import com.fasterxml.jackson.databind.JsonNode;

/// The comparison of a finished run with what its target counted; pure.
///
/// @param received number of requests that the target received
/// @param responses number of the run's complete, expected responses
/// @param requests number of the run's requests, with failures
/// @param lostSeconds seconds of workers whose counts are lost, as the status states them
record RunCheck(long received, long responses, long requests, long lostSeconds) {
    /// How the counts compare.
    enum Outcome {
        /// The run counted what the target received, without a failure.
        EXACT,
        /// The run counts failures: requests of which the target may have received some. It counts every other request.
        EXACT_BUT_FAILURES,
        /// The run states lost seconds, and the target received no more than what was due in them.
        STATED,
        /// The run sent nothing, because its workers were not ready in time.
        NOT_BEGUN,
        /// The counts differ, and the status does not say so.
        WRONG
    }

    /// @param test a finished LoadTest
    static RunCheck of(JsonNode test, long received) {
        JsonNode result = test.at("/status/result");
        long requests = result.path("requests").asLong();
        return new RunCheck(received, requests - result.path("failures").asLong(), requests,
                test.at("/status/workers/lostSeconds").asLong());
    }

    /// @param rate requests per second of each worker
    Outcome outcome(long rate) {
        if (received == 0 && requests == 0) {
            return Outcome.NOT_BEGUN;
        }
        if (responses > received || received > requests + lostSeconds * rate) {
            return Outcome.WRONG;
        }
        if (received > requests) {
            return Outcome.STATED;
        }
        return responses == requests ? Outcome.EXACT : Outcome.EXACT_BUT_FAILURES;
    }
}
