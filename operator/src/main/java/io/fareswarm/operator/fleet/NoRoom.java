package io.fareswarm.operator.fleet;

import java.io.IOException;

/// A call was not made or its response not read, because the operator has no room for it. The worker is not the cause.
final class NoRoom extends IOException {
    NoRoom(String message) {
        super(message);
    }
}
