package io.fareswarm.operator.result.report;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import de.siegmar.fastcsv.writer.CsvWriter;
import org.jspecify.annotations.Nullable;

import io.fareswarm.operator.result.NumberFormats;

/// `history.csv`: a run over time, a row for each window and task. Times are in milliseconds. Counts are those of the whole window;
/// rates are those of the time in which the workers sent load.
final class HistoryCsv {
    private static final List<String> HEADER = List.of("Second", "Seconds", "Name", "Users", "Requests", "Failures",
            "Dropped", "50%", "95%", "99%", "Requests/s", "Failures/s");

    private static final String NONE = "N/A";

    private HistoryCsv() {}

    /// @param names of the tasks, and of all tasks together
    static String of(List<String> names, List<Series.Window> windows) {
        StringWriter text = new StringWriter();
        CsvWriter csv = CsvWriter.builder().bufferSize(0).build(text).writeRecord(HEADER);
        for (Series.Window window : windows) {
            List<Series.Samples> rows = new ArrayList<>(window.tasks());
            rows.add(window.all());
            List<Series.@Nullable Rate> rates = window.taskRates();
            rates.add(window.rate());
            for (int i = 0; i < rows.size(); i++) {
                csv.writeRecord(row(window, StatsCsv.harmless(names.get(i)), rows.get(i), rates.get(i)));
            }
        }
        return text.toString();
    }

    private static List<String> row(Series.Window window, String name, Series.Samples samples,
            Series.@Nullable Rate rate) {
        return Stream.of(
                Stream.of(Long.toString(window.t()), Long.toString(window.s()), name, Long.toString(window.users()),
                        Long.toString(samples.n()), Long.toString(samples.failures()),
                        Long.toString(samples.dropped())),
                Stream.of(millis(samples.p50()), millis(samples.p95()), millis(samples.p99())),
                rate == null
                        ? Stream.of(NONE, NONE)
                        : Stream.of(perSecond(rate.requests()), perSecond(rate.failures())))
                .flatMap(Function.identity()).toList();
    }

    private static String millis(@Nullable Double value) {
        return value == null ? NONE : value.toString();
    }

    private static String perSecond(double rate) {
        return NumberFormats.plain(BigDecimal.valueOf(rate).setScale(3, RoundingMode.HALF_UP));
    }
}
