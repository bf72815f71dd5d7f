package io.fareswarm.operator.result.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Durations;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.WorkersStatus;
import io.fareswarm.api.Result;
import io.fareswarm.api.Result.Percentiles;
import io.fareswarm.operator.result.LiveWindow;
import io.fareswarm.operator.result.NumberFormats;

/// A run while it goes on: a block of lines to draw over the last one, or one line where nothing can be drawn over.
///
/// @param name of the LoadTest
/// @param elapsed since the load began, the warm-up counted; zero before
/// @param total warm-up and duration; null where requests end the run
/// @param requests that end it; null where its duration does
/// @param live the last seconds' rates
/// @param note what it waits for, for people; empty for nothing
public record LiveScreen(String name, LoadTestStatus status, Duration elapsed, @Nullable Duration total,
        @Nullable Long requests, Optional<LiveWindow> live,
        String note) {
    private static final int BAR_COLUMNS = 30;

    /// Name, phase and target, the progress, and the table of tasks once there is a result.
    ///
    /// @param width columns of the terminal
    public List<String> lines(int width, Ansi ansi) {
        List<String> lines = new ArrayList<>();
        String title = TerminalText.cut(TerminalText.clean(name), width);
        String about = "  " + phase() + (target().isEmpty() ? "" : "  " + TerminalText.clean(target()));
        lines.add(ansi.bold(title) + TerminalText.cut(about, width - TerminalText.width(title)));
        lines.add(progress(width, ansi));
        if (!note.isEmpty()) {
            lines.add(ansi.yellow(TerminalText.cut(TerminalText.clean(note), width)));
        }
        if (status.result() != null) {
            lines.add("");
            lines.addAll(TaskTable.lines(status.result(), live, width, ansi));
        }
        return lines;
    }

    /// The same in one line without colours, for a log.
    public String line() {
        List<String> parts = new ArrayList<>();
        parts.add(phase());
        parts.add(time());
        Result result = status.result();
        if (result != null) {
            double rate = live.map(window -> window.all().requests()).orElse(result.throughput());
            parts.add(NumberFormats.count(result.users()) + " users");
            parts.add(NumberFormats.count(result.requests()) + " requests");
            parts.add(NumberFormats.count(result.failures()) + " fails");
            parts.add(NumberFormats.rate(rate) + "/s");
            Percentiles times = result.latencyMs();
            if (times != null) {
                parts.add("p50 %s ms".formatted(NumberFormats.millis(times.p50())));
                parts.add("p99 %s ms".formatted(NumberFormats.millis(times.p99())));
            }
        }
        workers(status.workers()).ifPresent(parts::add);
        if (!note.isEmpty()) {
            parts.add(TerminalText.clean(note));
        }
        return TerminalText.clean(name) + "  " + String.join(", ", parts);
    }

    private String progress(int width, Ansi ansi) {
        List<String> facts = new ArrayList<>(List.of(time()));
        if (status.result() != null && status.result().users() > 0) {
            facts.add(NumberFormats.count(status.result().users()) + " users");
        }
        workers(status.workers()).ifPresent(facts::add);
        String text = String.join("   ", facts);
        int bar = Math.min(BAR_COLUMNS, width - text.length() - 5);
        if (bar < 5) {
            return TerminalText.cut(text, width);
        }
        int done = (int) (bar * share());
        return "[" + ansi.green("#".repeat(done)) + ansi.dim(".".repeat(bar - done)) + "]   " + text;
    }

    private double share() {
        if (requests != null) {
            return status.result() == null ? 0 : Math.min(1, (double) status.result().requests() / requests);
        }
        return total != null && total.isPositive() ? Math.clamp((double) elapsed.toNanos() / total.toNanos(), 0, 1) : 0;
    }

    private String time() {
        if (total == null) {
            return seconds(elapsed);
        }
        return seconds(elapsed.compareTo(total) > 0 ? total : elapsed) + " of " + seconds(total);
    }

    private static String seconds(Duration time) {
        return Durations.format(Duration.ofSeconds(Math.max(0, time.toSeconds())));
    }

    private static Optional<String> workers(@Nullable WorkersStatus workers) {
        if (workers == null) {
            return Optional.empty();
        }
        String ready = "%s of %s workers ready".formatted(NumberFormats.count(workers.ready()),
                NumberFormats.count(workers.desired()));
        int replaced = workers.replaced() == null ? 0 : workers.replaced();
        return Optional.of(ready + (workers.lost() == 0 ? "" : ", " + NumberFormats.count(workers.lost()) + " lost")
                + (replaced == 0 ? "" : ", " + NumberFormats.count(replaced) + " replaced"));
    }

    private String phase() {
        return status.phase() == null ? LoadTestStatus.Phase.Pending.name() : status.phase().name();
    }

    private String target() {
        return status.target() == null || status.target().url() == null ? "" : status.target().url();
    }
}
