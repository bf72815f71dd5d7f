package io.fareswarm.operator.result.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Live.LiveWorker;
import io.fareswarm.api.LoadTestStatus.Edit;
import io.fareswarm.operator.result.HeatBuckets;
import io.fareswarm.operator.result.MergedInterval;
import io.fareswarm.operator.result.MergedResult;
import io.fareswarm.operator.result.MergedTask;

/// `series.json`: a run over time, for charts. It has no indentation.
///
/// @param warmup seconds of the warm-up, which has no windows
/// @param tasks names of the tasks, in their order
/// @param bucketsMs upper bounds of the heat map's buckets, milliseconds; the last bucket has none
/// @param windows oldest first; seconds that no worker reported are missing
/// @param notes edits, lost and replaced workers, oldest first
/// @param notesLeftOut how many further notes there were
/// @param workers each worker in its last second, while the run goes on; the first [#MOST_WORKERS]. Afterwards the field is missing
public record Series(int schemaVersion, long warmup, List<String> tasks, List<Double> bucketsMs, List<Window> windows,
        List<Note> notes, int notesLeftOut,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable List<Worker> workers) {
    /// Most windows.
    private static final int MOST_WINDOWS = 300;
    /// Most windows of all tasks together.
    private static final int MOST_PARTS = 3000;
    /// Most notes.
    private static final int MOST_NOTES = 200;
    /// Most workers: as many as a spec may have, and as many lost ones. In the file one takes less than 100 bytes.
    private static final int MOST_WORKERS = 2000;
    private static final JsonMapper JSON = new JsonMapper();

    /// A series without workers.
    public Series(int schemaVersion, long warmup, List<String> tasks, List<Double> bucketsMs, List<Window> windows,
            List<Note> notes, int notesLeftOut) {
        this(schemaVersion, warmup, tasks, bucketsMs, windows, notes, notesLeftOut, null);
    }

    /// One worker in its last second, in the file an array. `status.live` has the same figures of fewer workers.
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonPropertyOrder({"index", "attempt", "state", "users", "requests", "lagMs", "turnMs", "cpu", "memoryMiB"})
    public record Worker(int index, int attempt, String state, @Nullable Long users, @Nullable Long requests,
            @Nullable Double lagMs, @Nullable Double turnMs, @Nullable Double cpu, @Nullable Long memoryMiB) {
        /// The worker of a status.
        public static Worker of(LiveWorker live) {
            return new Worker(live.index(), live.attempt(), live.state(), live.users(), live.requests(), live.lagMs(),
                    live.turnMs(), live.cpu(), live.memoryMiB());
        }
    }

    /// The same series of a run that goes on, with its workers.
    public Series with(List<LiveWorker> live) {
        return new Series(schemaVersion, warmup, tasks, bucketsMs, windows, notes, notesLeftOut,
                live.stream().limit(MOST_WORKERS).map(Worker::of).toList());
    }

    /// Consecutive seconds.
    ///
    /// @param t the first, from the scheduled start
    /// @param s how many
    /// @param users most users that were active at once; in the open model, most requests in flight
    /// @param lagMs how late the load generator was at most, milliseconds
    /// @param all all tasks together
    /// @param heat requests by latency, as pairs of a bucket's index and its requests
    /// @param tasks each task, in the order of the names
    /// @param load what counts for rates; null if that is the whole window
    public record Window(long t, long s, long users, double lagMs, Samples all, List<long[]> heat,
            List<Samples> tasks, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LoadCounts load) {
        /// Rates of all tasks together; null for a window without a rate.
        @Nullable
        Rate rate() {
            return load == null ? Rate.of(all, s) : load.all.per(load.s);
        }

        /// Rates of each task, in the order of the names; null for a window without a rate.
        List<@Nullable Rate> taskRates() {
            List<@Nullable Rate> rates = new ArrayList<>();
            if (load == null) {
                tasks.forEach(task -> rates.add(Rate.of(task, s)));
            } else {
                load.tasks.forEach(task -> rates.add(task.per(load.s)));
            }
            return rates;
        }
    }

    /// The part of a window in which the workers sent load. A window has one if it is not whole: it contains the end of the
    /// duration, or a part of the warm-up or of the drain.
    ///
    /// @param s length, seconds; 0 if it is too short for a rate
    /// @param all requests that ended in the duration, all tasks together
    /// @param tasks each task, in the order of the names
    public record LoadCounts(double s, RequestCount all, List<RequestCount> tasks) {}

    /// Requests that ended in the duration, in the file an array.
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonPropertyOrder({"n", "failures"})
    public record RequestCount(long n, long failures) {
        static RequestCount of(MergedTask samples) {
            return new RequestCount(samples.requestsInTime(), samples.failuresInTime());
        }

        @Nullable
        Rate per(double seconds) {
            return seconds == 0 ? null : new Rate(n / seconds, failures / seconds);
        }
    }

    /// Requests that ended and failures, per second.
    record Rate(double requests, double failures) {
        private static Rate of(Samples samples, long seconds) {
            return new Rate((double) samples.n / seconds, (double) samples.failures / seconds);
        }
    }

    /// Samples of a window, in the file an array.
    ///
    /// @param n requests that ended
    /// @param p50 percentiles of the latency, milliseconds; null without samples
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonPropertyOrder({"n", "failures", "dropped", "p50", "p95", "p99"})
    public record Samples(long n, long failures, long dropped, @Nullable Double p50, @Nullable Double p95,
            @Nullable Double p99) {
        static Samples of(MergedTask samples) {
            List<@Nullable Double> percentiles = samples.latency().percentilesMillis(50, 95, 99);
            return new Samples(samples.requests(), samples.counts().failures(), samples.counts().dropped(),
                    percentiles.get(0), percentiles.get(1), percentiles.get(2));
        }
    }

    /// Something that happened at one second of the run.
    ///
    /// @param t second of the run: at which an edit changed the load, the first that a lost worker did not report, or the one from
    /// which a replacement sent
    /// @param worker index of the worker; null for an edit
    /// @param text at most [#LONGEST] characters
    public record Note(long t, Kind kind, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer worker,
            String text) {
        /// Most characters of a text.
        static final int LONGEST = 200;

        /// What happened.
        public enum Kind {
            edit, lost, replaced
        }

        /// A note whose text may be longer: it is cut.
        public Note {
            text = text.codePointCount(0, text.length()) <= LONGEST
                    ? text
                    : text.substring(0, text.offsetByCodePoints(0, LONGEST - 1)) + "…";
        }

        /// The note of an edit.
        public static Note of(Edit edit) {
            return new Note(edit.second(), Kind.edit, null, edit.change());
        }

        private boolean isSame(Note other) {
            return t == other.t && kind == other.kind && Objects.equals(worker, other.worker)
                    && (kind != Kind.edit || text.equals(other.text));
        }
    }

    /// What a series is made of; immutable, so that any thread may make it.
    ///
    /// @param warmup seconds of the warm-up
    /// @param notes what happened in the run so far
    /// @param workers its workers
    public record SeriesInput(long warmup, List<Note> notes, MergedResult measured, List<LiveWorker> workers) {
        /// The series of a run that goes on.
        public Series series() {
            return whole().with(workers);
        }

        /// The series of a run that is over.
        public Series whole() {
            return of(warmup, notes, measured);
        }
    }

    /// The series of a run.
    public static Series of(long warmup, List<Note> notes, MergedResult measured) {
        int most = Math.min(MOST_WINDOWS, MOST_PARTS / (measured.tasks().size() + 1));
        long end = measured.timeline().seconds().stream().mapToLong(second -> second.second() + 1).max().orElse(0);
        return new Series(1, warmup, measured.tasks(), HeatBuckets.bounds(),
                measured.timeline().windows(most).stream().map(window -> window(measured, window, end)).toList(),
                notes, 0).withoutExcess();
    }

    /// With the edits and the oldest other notes.
    private Series withoutExcess() {
        List<Note> first = notes.stream()
                .sorted(Comparator.comparing((Note note) -> note.kind != Note.Kind.edit).thenComparingLong(Note::t))
                .limit(MOST_NOTES).sorted(Comparator.comparingLong(Note::t)).toList();
        return new Series(schemaVersion, warmup, tasks, bucketsMs, windows, first,
                notesLeftOut + notes.size() - first.size());
    }

    /// @param end the second after the last one, at which the last window ends
    private static Window window(MergedResult measured, MergedInterval window, long end) {
        long seconds = Math.min(window.seconds(), end - window.second());
        List<MergedTask> tasks = measured.tasks().stream().map(task -> measured.samples(task, window)).toList();
        double load = measured.timeline().loadSeconds(window);
        return new Window(window.second(), seconds, window.users(), window.stalls().maxMicros() / 1e3,
                Samples.of(window.all()), heat(window.all()), tasks.stream().map(Samples::of).toList(),
                load == seconds
                        ? null
                        : new LoadCounts(load, RequestCount.of(window.all()),
                                tasks.stream().map(RequestCount::of).toList()));
    }

    private static List<long[]> heat(MergedTask samples) {
        return HeatBuckets.counts(samples).entrySet().stream()
                .map(entry -> new long[]{entry.getKey(), entry.getValue()}).toList();
    }

    /// With the windows of an earlier series of the same run that are before its own, and with its notes: an operator that was
    /// restarted has no others.
    public Series after(Series earlier) {
        long first = windows.isEmpty() ? Long.MAX_VALUE : windows.getFirst().t();
        List<Window> all = new ArrayList<>(earlier.windows.stream()
                .filter(window -> window.t() + window.s() <= first && window.tasks().size() == tasks.size()
                        && (window.load == null || window.load.tasks.size() == tasks.size()))
                .toList());
        all.addAll(windows);
        List<Note> allNotes = new ArrayList<>(earlier.notes);
        notes.stream().filter(note -> earlier.notes.stream().noneMatch(note::isSame)).forEach(allNotes::add);
        return new Series(schemaVersion, warmup, tasks, bucketsMs,
                List.copyOf(all.subList(Math.max(0, all.size() - 2 * MOST_WINDOWS), all.size())), allNotes,
                Math.max(notesLeftOut, earlier.notesLeftOut)).withoutExcess();
    }

    /// The text of the file.
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("records of plain values are always JSON", impossible);
        }
    }

    /// Reads a file; empty when it is something else.
    public static Optional<Series> read(@Nullable String file) {
        try {
            return Optional.ofNullable(file == null ? null : JSON.readValue(file, Series.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /// `history.csv`: a row for each window and task, and one for all tasks together. Lines end with CR LF.
    public String toCsv() {
        return HistoryCsv.of(Stream.concat(tasks.stream(), Stream.of(StatsCsv.ALL)).toList(), windows);
    }
}
