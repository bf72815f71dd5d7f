package io.fareswarm.operator.result.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;

import io.fareswarm.operator.result.NumberFormats;

/// Scale of an axis: from 0 to a round number above all values, in at most 5 round steps.
///
/// @param top upper end of the axis
/// @param step distance between two ticks
record Scale(double top, double step) {
    private static final int MAX_STEPS = 5;
    private static final long[] TIME_STEPS = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400,
            21_600};
    private static final int MAX_TIME_TICKS = 9;

    static Scale of(double greatest) {
        if (greatest <= 0) {
            return new Scale(1, 1);
        }
        double unit = Math.pow(10, Math.floor(Math.log10(greatest / MAX_STEPS)));
        double step = DoubleStream.of(1, 2, 2.5, 5, 10).map(round -> round * unit)
                .filter(one -> one * MAX_STEPS >= greatest).findFirst().orElse(10 * unit);
        return new Scale(Math.ceil(greatest / step) * step, step);
    }

    /// Seconds between two ticks of a time axis.
    static long seconds(long span) {
        return Arrays.stream(TIME_STEPS).filter(time -> time * MAX_TIME_TICKS >= span).findFirst()
                .orElse(TIME_STEPS[TIME_STEPS.length - 1]);
    }

    String label(double tick) {
        if (step >= 1 && step == Math.rint(step)) {
            return String.format(Locale.ROOT, "%,d", Math.round(tick));
        }
        return NumberFormats.plain(BigDecimal.valueOf(tick)
                .setScale(Math.max(0, 1 - (int) Math.floor(Math.log10(step))), RoundingMode.HALF_UP));
    }
}
