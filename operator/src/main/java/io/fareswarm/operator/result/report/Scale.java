package io.fareswarm.operator.result.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

import io.fareswarm.operator.result.NumberFormats;

/// Scale of an axis: from 0 to a round number above all values, in at most 5 round steps; or a logarithmic one, whose ticks
/// are powers of ten.
///
/// @param top upper end of the axis
/// @param step distance between two ticks
/// @param bottom lower end of a logarithmic axis; 0 for a linear one
record Scale(double top, double step, double bottom) {
    private static final int MAX_STEPS = 5;
    private static final long[] TIME_STEPS = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400,
            21_600};
    private static final int MAX_TIME_TICKS = 9;

    static Scale of(double greatest) {
        if (greatest <= 0) {
            return new Scale(1, 1, 0);
        }
        double unit = Math.pow(10, Math.floor(Math.log10(greatest / MAX_STEPS)));
        double step = DoubleStream.of(1, 2, 2.5, 5, 10).map(round -> round * unit)
                .filter(one -> one * MAX_STEPS >= greatest).findFirst().orElse(10 * unit);
        return new Scale(Math.ceil(greatest / step) * step, step, 0);
    }

    /// A logarithmic scale for positive values.
    static Scale logarithmic(double least, double greatest) {
        double bottom = Math.pow(10, Math.floor(Math.log10(least)));
        return new Scale(Math.max(bottom * 10, Math.pow(10, Math.ceil(Math.log10(greatest)))), 1, bottom);
    }

    /// Position of a value, from 0 at the lower end to 1 at the upper one.
    double share(double value) {
        return bottom == 0 ? value / top : Math.log(Math.max(value, bottom) / bottom) / Math.log(top / bottom);
    }

    List<Double> ticks() {
        return bottom == 0
                ? DoubleStream.iterate(0, tick -> tick <= top * 1.001, tick -> tick + step).boxed().toList()
                : DoubleStream.iterate(bottom, tick -> tick <= top * 1.001, tick -> tick * 10).boxed().toList();
    }

    /// Seconds between two ticks of a time axis.
    static long seconds(long span) {
        return Arrays.stream(TIME_STEPS).filter(time -> time * MAX_TIME_TICKS >= span).findFirst()
                .orElse(TIME_STEPS[TIME_STEPS.length - 1]);
    }

    String label(double tick) {
        if (bottom > 0) {
            return NumberFormats.plain(BigDecimal.valueOf(tick).round(new MathContext(1)));
        }
        if (step >= 1 && step == Math.rint(step)) {
            return String.format(Locale.ROOT, "%,d", Math.round(tick));
        }
        return NumberFormats.plain(BigDecimal.valueOf(tick)
                .setScale(Math.max(0, 1 - (int) Math.floor(Math.log10(step))), RoundingMode.HALF_UP));
    }
}
