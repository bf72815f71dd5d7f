package io.fareswarm.operator.result.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/// An axis from 0 to a round number above all values, with a few round steps.
///
/// @param top the upper end
/// @param step from tick to tick
record Scale(double top, double step) {
    private static final int MOST_STEPS = 5;
    private static final long[] TIMES = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600};
    private static final int MOST_TIMES = 9;

    static Scale of(double greatest) {
        if (greatest <= 0) {
            return new Scale(1, 1);
        }
        double unit = Math.pow(10, Math.floor(Math.log10(greatest / MOST_STEPS)));
        double step = unit;
        for (double round : new double[]{1, 2, 2.5, 5, 10}) {
            step = round * unit;
            if (step * MOST_STEPS >= greatest) {
                break;
            }
        }
        return new Scale(Math.ceil(greatest / step) * step, step);
    }

    /// Seconds from one tick of a time axis to the next.
    static long seconds(long span) {
        for (long time : TIMES) {
            if (time * MOST_TIMES >= span) {
                return time;
            }
        }
        return TIMES[TIMES.length - 1];
    }

    String label(double tick) {
        if (step >= 1 && step == Math.rint(step)) {
            return String.format(Locale.ROOT, "%,d", Math.round(tick));
        }
        return BigDecimal.valueOf(tick).setScale(Math.max(0, 1 - (int) Math.floor(Math.log10(step))),
                RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
    }
}
