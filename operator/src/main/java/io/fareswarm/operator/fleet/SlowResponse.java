package io.fareswarm.operator.fleet;

import java.io.IOException;

/// A response that began in time, and whose last byte did not come in time.
final class SlowResponse extends IOException {
    SlowResponse() {
        super("expected a whole response within 3 s, found only a part of it");
    }
}
