package io.fareswarm.operator.result.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.CapacityStatus;
import io.fareswarm.api.CapacityStatus.StepResult;
import io.fareswarm.operator.result.NumberFormats;
import io.fareswarm.operator.result.text.Table.Align;
import io.fareswarm.operator.result.text.Table.Cell;
import io.fareswarm.operator.result.text.Table.TableColumn;

/// Texts about a search for a capacity: what it found, and a table of its steps.
public final class CapacityTable {
    private CapacityTable() {}

    /// What a search found, such as `capacity 412/s (398/s to 430/s), limited by p99`.
    ///
    /// @param found a search that is over
    public static String found(CapacityStatus found) {
        double rate = Objects.requireNonNullElse(found.rate(), 0.0);
        if (rate == 0) {
            return found.limitedBy() == null
                    ? "no capacity: too little was measured"
                    : "no capacity: a limit was exceeded at the lowest rate, limited by " + found.limitedBy();
        }
        List<String> parts = new ArrayList<>();
        parts.add("capacity %s%s".formatted(rate(rate), bounds(found)));
        if (found.perReplica() != null) {
            parts.add(rate(found.perReplica()) + " per replica");
        }
        if (found.limitedBy() != null) {
            parts.add("limited by " + found.limitedBy());
        }
        if (!Boolean.TRUE.equals(found.confirmed())) {
            parts.add("not confirmed");
        }
        return String.join(", ", parts);
    }

    private static String bounds(CapacityStatus found) {
        if (found.lower() == null && found.upper() == null) {
            return " (no bounds)";
        }
        return found.lower() == null
                ? " (at most %s)".formatted(rate(Objects.requireNonNull(found.upper())))
                : found.upper() == null
                        ? " (at least %s)".formatted(rate(found.lower()))
                        : " (%s to %s)".formatted(rate(found.lower()), rate(found.upper()));
    }

    private static String rate(double rate) {
        return NumberFormats.plain(rate) + "/s";
    }

    /// The step that goes on, such as `step 7: 640/s, measure`; empty before the first.
    public static String current(CapacityStatus search) {
        if (search.steps().isEmpty()) {
            return "";
        }
        CapacityStatus.Step last = search.steps().getLast();
        return "step %d: %s, %s".formatted(search.steps().size(), rate(last.rate()), last.purpose());
    }

    /// A header and one row for each step that has counts; empty without any.
    public static List<String> lines(CapacityStatus search, int width, Ansi ansi) {
        Table table = new Table(
                List.of(new TableColumn("Step", Align.LEFT, 99), new TableColumn("Rate/s", Align.RIGHT, 98),
                        new TableColumn("Seconds", Align.RIGHT, 10), new TableColumn("Requests", Align.RIGHT, 20),
                        new TableColumn("Responses/s", Align.RIGHT, 40), new TableColumn("p50 ms", Align.RIGHT, 60),
                        new TableColumn("p95 ms", Align.RIGHT, 30), new TableColumn("p99 ms", Align.RIGHT, 70),
                        new TableColumn("In flight", Align.RIGHT, 15), new TableColumn("Limits", Align.LEFT, 90)),
                ansi);
        boolean isEmpty = true;
        for (CapacityStatus.Step step : search.steps()) {
            StepResult counts = step.counts();
            if (counts == null) {
                continue;
            }
            isEmpty = false;
            String exceeded = counts.limits().stream().filter(limit -> !limit.passed())
                    .map(limit -> limit.name() + " " + limit.observed()).collect(Collectors.joining(", "));
            table.add(List.of(new Cell(step.purpose().name()), new Cell(NumberFormats.plain(step.rate())),
                    new Cell(NumberFormats.count(counts.seconds())), new Cell(NumberFormats.count(counts.requests())),
                    new Cell(NumberFormats.rate(counts.throughput())), new Cell(millis(counts.p50())),
                    new Cell(millis(counts.p95())), new Cell(millis(counts.p99())),
                    new Cell(NumberFormats.count(counts.inFlight())),
                    exceeded.isEmpty() ? new Cell("passed", ansi::green) : new Cell(exceeded, ansi::red)));
        }
        return isEmpty ? List.of() : table.lines(width);
    }

    private static String millis(@Nullable Double value) {
        return value == null ? "" : NumberFormats.millis(value);
    }
}
