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
import io.fareswarm.operator.result.Figures;
import io.fareswarm.operator.result.Window;

/// A run while it goes on: a block of lines to draw over the last one, or one line where nothing can be drawn over.
///
/// @param name of the LoadTest
/// @param elapsed since the load began, the warm-up counted; zero before
/// @param total warm-up and duration; null where requests end the run
/// @param requests that end it; null where its duration does
/// @param live the last seconds' rates
/// @param note what it waits for, for people; empty for nothing
public record LiveScreen(String name, LoadTestStatus status, Duration elapsed, @Nullable Duration total,
        @Nullable Long requests, Optional<Window> live,
        String note) {
    private static final int BAR_COLUMNS = 30;

    /// Name, phase and target, the progress, and the table of tasks once there is a result.
    ///
    /// @param width columns of the terminal
    public List<String> lines(int width, Ansi ansi) {
        List<String> lines = new ArrayList<>();
        String title = Display.cut(Display.clean(name), width);
        String about = "  " + phase() + (target().isEmpty() ? "" : "  " + Display.clean(target()));
        lines.add(ansi.bold(title) + Display.cut(about, width - Display.width(title)));
        lines.add(progress(width, ansi));
        if (!note.isEmpty()) {
            lines.add(ansi.yellow(Display.cut(Display.clean(note), width)));
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
            parts.add(Figures.count(result.users()) + " users");
            parts.add(Figures.count(result.requests()) + " requests");
            parts.add(Figures.count(result.failures()) + " fails");
            parts.add(Figures.rate(rate) + "/s");
            Percentiles times = result.latencyMs();
            if (times != null) {
                parts.add("p50 %s ms".formatted(Figures.millis(times.p50())));
                parts.add("p99 %s ms".formatted(Figures.millis(times.p99())));
            }
        }
        workers(status.workers()).ifPresent(parts::add);
        if (!note.isEmpty()) {
            parts.add(Display.clean(note));
        }
        return Display.clean(name) + "  " + String.join(", ", parts);
    }

    private String progress(int width, Ansi ansi) {
        List<String> facts = new ArrayList<>(List.of(time()));
        if (status.result() != null && status.result().users() > 0) {
            facts.add(Figures.count(status.result().users()) + " users");
        }
        workers(status.workers()).ifPresent(facts::add);
        String text = String.join("   ", facts);
        int bar = Math.min(BAR_COLUMNS, width - text.length() - 5);
        if (bar < 5) {
            return Display.cut(text, width);
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
        String ready = "%s of %s workers ready".formatted(Figures.count(workers.ready()),
                Figures.count(workers.desired()));
        int restarted = workers.restarted() == null ? 0 : workers.restarted();
        return Optional.of(ready + (workers.lost() == 0 ? "" : ", " + Figures.count(workers.lost()) + " lost")
                + (restarted == 0 ? "" : ", " + Figures.count(restarted) + " restarted"));
    }

    private String phase() {
        return status.phase() == null ? LoadTestStatus.Phase.Pending.name() : status.phase().name();
    }

    private String target() {
        return status.target() == null || status.target().url() == null ? "" : status.target().url();
    }
}
