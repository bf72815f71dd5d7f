package io.fareswarm.operator.fleet;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;

/// A response that began in time, and whose last byte did not come in time.
final class SlowResponse extends IOException {
    SlowResponse(Duration time) {
        super("expected a whole response within %s s, found only a part of it"
                .formatted(BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString()));
    }
}
