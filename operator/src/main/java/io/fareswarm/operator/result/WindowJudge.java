package io.fareswarm.operator.result;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Durations;
import io.fareswarm.api.LoadTestStatus.Strip;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.api.LoadTestStatus.Windows;
import io.fareswarm.api.Threshold;

/// Judge of one threshold in each complete window of a run. Each window is judged once: the judgement continues from the
/// last result, so a failed window stays failed.
///
/// It skips a window with a second that no worker reported, and one without samples, except for a throughput, which is 0
/// then.
final class WindowJudge {
    static final String NO_WINDOW = "no whole window";

    private final Threshold threshold;
    private final int length;
    private final @Nullable Duration abortAfter;
    private long through;
    private int judged;
    private int failed;
    private @Nullable Long worstSecond;
    private @Nullable BigDecimal worst;
    private @Nullable Strip strip;
    private String observed;
    private @Nullable String abort;

    /// @param before last result of the threshold; null for none
    WindowJudge(Threshold threshold, @Nullable ThresholdResult before) {
        this.threshold = threshold;
        this.length = Math.toIntExact(Durations.parse(String.valueOf(threshold.window())).toSeconds());
        this.abortAfter = threshold.abort() == null ? null : Durations.parse(threshold.abort().after());
        Windows windows = before == null ? null : before.windows();
        if (before == null || windows == null) {
            this.observed = NO_WINDOW;
        } else {
            this.observed = before.observed();
            this.through = windows.throughSecond();
            this.judged = windows.judged();
            this.failed = windows.failed();
            this.worstSecond = windows.worstSecond();
            this.worst = windows.worst() == null ? null : BigDecimal.valueOf(windows.worst());
            this.strip = windows.strip();
        }
    }

    /// @param through first second of the duration that a judged window can contain
    WindowJudge(Threshold threshold, long through) {
        this(threshold, null);
        this.through = through;
    }

    /// Judges the windows that are complete now.
    ///
    /// @param from first second of the duration, in seconds of the timeline
    /// @param until exclusive end of the reported seconds
    void advance(MergedResult measured, long from, long until) {
        while (from + through + length <= until) {
            char result = measured.timeline().window(from + through, length).map(window -> judge(through,
                    ThresholdCheck.of(threshold, measured.samples(threshold.task(), window),
                            Duration.ofSeconds(length))))
                    .orElse(Strip.SKIPPED);
            strip = WindowStrip.with(strip, through, length, result);
            through += length;
        }
    }

    private char judge(long second, ThresholdCheck check) {
        BigDecimal value = check.observed();
        if (value == null && threshold.throughput() != null) {
            value = BigDecimal.ZERO;
        }
        if (value == null) {
            return Strip.SKIPPED;
        }
        boolean passed = check.passes(value);
        String text = "%s%s from %s to %s".formatted(check.shown(value), check.unit(), time(second),
                time(second + length));
        judged++;
        if (worst == null || (check.atMost() ? value.compareTo(worst) > 0 : value.compareTo(worst) < 0)) {
            worst = value;
            worstSecond = second;
            observed = text;
        }
        if (!passed) {
            failed++;
            if (abort == null && abortAfter != null && second >= abortAfter.toSeconds()) {
                abort = "threshold %s: expected %s, observed %s".formatted(threshold.name(), check.against(), text);
            }
        }
        return passed ? Strip.PASSED : Strip.FAILED;
    }

    private static String time(long second) {
        return Durations.format(Duration.ofSeconds(second));
    }

    ThresholdResult result() {
        ThresholdCheck check = ThresholdCheck.of(threshold, MergedTask.NONE, Duration.ofSeconds(length));
        return new ThresholdResult(threshold.name(), observed, check.against() + " in each " + threshold.window(),
                judged > 0 && failed == 0,
                new Windows(through, judged, failed, worstSecond, worst == null ? null : worst.doubleValue(), strip),
                check.figures(worst));
    }

    /// Message about the first window of this judgement that ends the run; empty without one.
    Optional<String> abort() {
        return Optional.ofNullable(abort);
    }
}
