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

/// Live view of a run: a block of lines that replaces the previous block on a terminal, or one line for a log.
///
/// @param live rates of the last seconds
/// @param note what the run waits for; empty for nothing
public record LiveScreen(String name, LoadTestStatus status, Progress progress, Optional<LiveWindow> live,
        String note) {
    private static final int BAR_COLUMNS = 30;

    /// Progress of a run towards its end.
    ///
    /// @param elapsed time since the load began, warm-up included; negative before
    /// @param total length of warm-up and duration; null if a number of requests ends the run
    /// @param requests number of requests that ends the run; null if its duration does
    public record Progress(Duration elapsed, @Nullable Duration total, @Nullable Long requests) {}

    /// Name, phase, target and progress, and the task table if there is a result.
    public List<String> lines(int width, Ansi ansi) {
        List<String> lines = new ArrayList<>();
        String title = TerminalText.cut(TerminalText.clean(name), width);
        String about = "  " + phase() + (target().isEmpty() ? "" : "  " + TerminalText.clean(target()));
        lines.add(ansi.bold(title) + TerminalText.cut(about, width - TerminalText.width(title)));
        lines.add(progressBar(width, ansi));
        if (!note.isEmpty()) {
            lines.add(ansi.yellow(TerminalText.cut(TerminalText.clean(note), width)));
        }
        if (status.result() != null) {
            lines.add("");
            lines.addAll(TaskTable.lines(status.result(), live, width, ansi));
        }
        return lines;
    }

    /// One line without colours, for a log.
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

    private String progressBar(int width, Ansi ansi) {
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
        Long requests = progress.requests();
        if (requests != null) {
            return status.result() == null ? 0 : Math.min(1, (double) status.result().requests() / requests);
        }
        Duration total = progress.total();
        return total != null && total.isPositive()
                ? Math.clamp((double) progress.elapsed().toNanos() / total.toNanos(), 0, 1)
                : 0;
    }

    private String time() {
        Duration elapsed = progress.elapsed();
        Duration total = progress.total();
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
