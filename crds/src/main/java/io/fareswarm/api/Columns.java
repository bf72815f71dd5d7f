package io.fareswarm.api;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.function.ToDoubleFunction;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// Figures for the columns of `kubectl get`, which prints a field of the status unchanged. They have four significant digits;
/// the exact figures are in `result` and in `model`.
public final class Columns {
    private static final int DIGITS = 4;
    /// Maximum number of characters of a figure.
    private static final int MOST = 32;
    /// Figures outside are written with an exponent.
    private static final double SMALL = 1e-6;
    private static final double LARGE = 1e12;

    private Columns() {}

    /// Figures of a LoadTest's columns.
    ///
    /// @param throughput requests per second
    /// @param p50 median latency, in milliseconds
    /// @param p95 95th percentile of the latency, in milliseconds
    /// @param p99 99th percentile of the latency, in milliseconds
    /// @param failurePercent failed and dropped requests, in percent
    /// @param capacity the capacity found, requests per second; absent without one
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record OfRun(@Size(max = MOST) String throughput, @Size(max = MOST) @Nullable String p50,
            @Size(max = MOST) @Nullable String p95, @Size(max = MOST) @Nullable String p99,
            @Size(max = MOST) String failurePercent, @Size(max = MOST) @Nullable String capacity) {
        /// The figures of a result and of a search for the capacity; null without a result.
        static @Nullable OfRun of(@Nullable Result result, @Nullable CapacityStatus search) {
            return result == null
                    ? null
                    : new OfRun(text(result.throughput()), latency(result, Result.Percentiles::p50),
                            latency(result, Result.Percentiles::p95), latency(result, Result.Percentiles::p99),
                            text(result.failurePercent()),
                            search == null || search.rate() == null ? null : text(search.rate()));
        }

        private static @Nullable String latency(Result result, ToDoubleFunction<Result.Percentiles> percentile) {
            return result.latencyMs() == null ? null : text(percentile.applyAsDouble(result.latencyMs()));
        }
    }

    /// Figures of a FareModel's columns; absent for given weights.
    ///
    /// @param rmse root mean squared error, in dollars
    /// @param r2 coefficient of determination (R²)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record OfModel(@Size(max = MOST) @Nullable String rmse, @Size(max = MOST) @Nullable String r2) {
        /// The figures of a model; null without one.
        static @Nullable OfModel of(@Nullable TrainedModel model) {
            return model == null ? null : new OfModel(orNull(model.rmse()), orNull(model.r2()));
        }

        private static @Nullable String orNull(@Nullable Double figure) {
            return figure == null ? null : text(figure);
        }
    }

    /// The number with four significant digits: `3.000`, `11.14`, `41990`, `1.500E+12`, and `0`.
    static String text(double figure) {
        if (figure == 0 || !Double.isFinite(figure)) {
            return figure == 0 ? "0" : Double.toString(figure);
        }
        BigDecimal rounded = BigDecimal.valueOf(figure).round(new MathContext(DIGITS, RoundingMode.HALF_UP));
        BigDecimal padded = rounded.setScale(rounded.scale() + DIGITS - rounded.precision());
        double size = Math.abs(figure);
        return size >= SMALL && size < LARGE ? padded.toPlainString() : padded.toString();
    }
}
