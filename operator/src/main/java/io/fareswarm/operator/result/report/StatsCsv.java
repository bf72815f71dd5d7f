package io.fareswarm.operator.result.report;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Stream;

import de.siegmar.fastcsv.writer.CsvWriter;

import io.fareswarm.api.Task;
import io.fareswarm.operator.result.MergedHistogram;
import io.fareswarm.operator.result.MergedResult;
import io.fareswarm.operator.result.MergedTask;
import io.fareswarm.operator.result.NumberFormats;

/// `stats.csv`, with the columns of Locust's statistics, for scripts that read those. Times are in milliseconds, with
/// decimals, which Locust rounds off. `Name` is the name of the task.
public final class StatsCsv {
    private static final List<String> PERCENTILES = List.of("50", "66", "75", "80", "90", "95", "98", "99", "99.9",
            "99.99", "100");
    private static final List<String> HEADER = Stream.concat(
            Stream.of("Type", "Name", "Request Count", "Failure Count", "Median Response Time",
                    "Average Response Time", "Min Response Time", "Max Response Time", "Average Content Size",
                    "Requests/s", "Failures/s"),
            PERCENTILES.stream().map(percentile -> percentile + "%")).toList();
    /// First characters of cells that a spreadsheet evaluates as a formula.
    private static final String FORMULA_STARTS = "=+-@\t\r";

    /// Name of the row for all tasks together.
    static final String ALL = "Aggregated";

    private StatsCsv() {}

    /// The text of the file: a header, a row for each task, and the row `Aggregated`; lines end with CR LF.
    ///
    /// @param tasks tasks of the run
    /// @param elapsedNanos measured time, for the rates
    public static String of(List<Task> tasks, MergedResult measured, long elapsedNanos) {
        StringWriter text = new StringWriter();
        CsvWriter csv = CsvWriter.builder().bufferSize(0).build(text).writeRecord(HEADER);
        for (Task task : tasks) {
            csv.writeRecord(
                    row(task.request().method().name(), task.name(), measured.samples(task.name()), elapsedNanos));
        }
        csv.writeRecord(row("", ALL, measured.samples(null), elapsedNanos));
        return text.toString();
    }

    private static List<String> row(String type, String name, MergedTask samples, long elapsedNanos) {
        MergedHistogram latency = samples.latency();
        Stream<String> percentiles = PERCENTILES.stream().map(
                one -> latency.isEmpty() ? "N/A" : millis(latency.percentileMicros(Double.parseDouble(one))));
        return Stream.concat(Stream.of(type, harmless(name), Long.toString(samples.requests()),
                Long.toString(samples.counts().failures()), millis(latency.percentileMicros(50)),
                number(latency.meanMicros() / 1e3), millis(latency.minMicros()), millis(latency.maxMicros()),
                number(samples.requests() == 0 ? 0 : (double) samples.counts().bytesReceived() / samples.requests()),
                rate(samples.requestsInTime(), elapsedNanos), rate(samples.failuresInTime(), elapsedNanos)),
                percentiles).toList();
    }

    private static String rate(long count, long elapsedNanos) {
        return number(elapsedNanos <= 0 ? 0 : count * 1e9 / elapsedNanos);
    }

    private static String millis(long micros) {
        return NumberFormats.plain(BigDecimal.valueOf(micros, 3));
    }

    private static String number(double value) {
        return NumberFormats.plain(BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP));
    }

    /// Quotes text that a spreadsheet would evaluate as a formula.
    static String harmless(String text) {
        return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
