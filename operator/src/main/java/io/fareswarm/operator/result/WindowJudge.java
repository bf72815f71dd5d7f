package io.fareswarm.operator.result;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Durations;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.api.LoadTestStatus.Windows;
import io.fareswarm.api.Threshold;

/// Holds each whole window of a run against a threshold, once: what was judged before goes on from where it stood, so that
/// a failed window is never forgotten.
///
/// A window of which a second was told by nobody is passed over, as is one without samples where there is nothing to judge
/// without them; a rate of nothing is 0.
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
    private String observed;
    private @Nullable String abort;

    /// @param before what it said last; null for nothing
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
        }
    }

    /// @param through no window before this second of the duration is judged
    WindowJudge(Threshold threshold, long through) {
        this(threshold, null);
        this.through = through;
    }

    /// Judges the windows that are whole now.
    ///
    /// @param from the second of the timeline at which the duration began
    /// @param until the one after the last that is known
    void advance(MergedResult measured, long from, long until) {
        while (from + through + length <= until) {
            measured.timeline().window(from + through, length).ifPresent(window -> judge(through,
                    ThresholdCheck.of(threshold, measured.samples(threshold.task(), window),
                            Duration.ofSeconds(length))));
            through += length;
        }
    }

    private void judge(long second, ThresholdCheck limit) {
        BigDecimal value = limit.observed();
        if (value == null && threshold.throughput() != null) {
            value = BigDecimal.ZERO;
        }
        if (value == null) {
            return;
        }
        boolean passed = limit.passes(value);
        String text = "%s%s from %s to %s".formatted(limit.shown(value), limit.unit(), time(second),
                time(second + length));
        judged++;
        if (worst == null || (limit.atMost() ? value.compareTo(worst) > 0 : value.compareTo(worst) < 0)) {
            worst = value;
            worstSecond = second;
            observed = text;
        }
        if (!passed) {
            failed++;
            if (abort == null && abortAfter != null && second >= abortAfter.toSeconds()) {
                abort = "threshold %s: expected %s, observed %s".formatted(threshold.name(), limit.against(), text);
            }
        }
    }

    private static String time(long second) {
        return Durations.format(Duration.ofSeconds(second));
    }

    ThresholdResult result() {
        String against = ThresholdCheck.of(threshold, MergedTask.NONE, Duration.ofSeconds(length)).against();
        return new ThresholdResult(threshold.name(), observed, against + " in each " + threshold.window(),
                judged > 0 && failed == 0,
                new Windows(through, judged, failed, worstSecond, worst == null ? null : worst.doubleValue()));
    }

    /// The first window judged now that ends the run, in words.
    Optional<String> abort() {
        return Optional.ofNullable(abort);
    }
}
