package io.fareswarm.operator.fleet;

import java.io.IOException;

/// A response that no worker of ours sends: too large, unreadable, or with figures that cannot be. The worker is not called
/// again.
final class ProtocolViolation extends IOException {
    /// The worker may have chosen parts of the message.
    private static final int MAX_MESSAGE = 300;

    ProtocolViolation(String message) {
        super(printable(message));
    }

    private static String printable(String message) {
        String line = message.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", " ");
        return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE - 1) + "…";
    }
}
