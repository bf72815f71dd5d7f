package io.fareswarm.operator.local;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.LoadTest;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.operator.result.report.ReportFiles;
import io.fareswarm.operator.result.report.Series;
import io.fareswarm.operator.ui.ResourceKey;
import io.fareswarm.operator.ui.RunSummary;

/// The runs on this machine with their files: the stored ones, and the one that goes on. Thread-safe.
final class LocalRuns {
    /// How often open pages read the run over time anew, unless it has new notes. In between they add the live figures.
    private static final Duration SERIES_INTERVAL = Duration.ofSeconds(30);
    /// Age up to which the run over time is not computed again.
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final JsonMapper JSON = new JsonMapper();

    private final LocalResources resources;
    private final Clock time;
    private final StoredRuns stored = new StoredRuns();
    private volatile @Nullable CurrentRun current;

    LocalRuns(LocalResources resources, Clock time) {
        this.resources = resources;
        this.time = time;
    }

    /// The run that goes on, as far as it was observed.
    private static final class CurrentRun {
        private final ResourceKey test;
        private final int run;
        private Series.SeriesInput source;
        private Instant reportedAt;
        private Instant computedAt = Instant.EPOCH;
        private @Nullable Series series;

        CurrentRun(ResourceKey test, int run, Instant now, Series.SeriesInput source) {
            this.test = test;
            this.run = run;
            this.reportedAt = now;
            this.source = source;
        }

        /// Takes over what is measured.
        ///
        /// @return whether open pages should read the run over time anew
        synchronized boolean progress(Series.SeriesInput measured, Instant now) {
            boolean isNoted = !measured.notes().equals(source.notes());
            boolean isDue = isNoted || !now.isBefore(reportedAt.plus(SERIES_INTERVAL));
            source = measured;
            if (isNoted) {
                series = null;
            }
            if (isDue) {
                reportedAt = now;
            }
            return isDue;
        }

        /// The run over time, which the first caller in a while computes for all.
        synchronized Series series(Instant now) {
            if (series == null || !now.isBefore(computedAt.plus(FRESH))) {
                series = source.series();
                computedAt = now;
            }
            return series;
        }
    }

    /// Adds the runs that earlier processes stored in the report directory, and their LoadTests. A LoadTest that is there already
    /// continues their numbers.
    void readStored(Path reports) {
        stored.read(reports).forEach((key, result) -> {
            Optional<LoadTestSpec> spec = resources.spec(key);
            if (spec.isPresent()) {
                resources.write(key, afterStored(key, spec.get()), false);
            } else {
                try {
                    resources.add(key, JSON.treeToValue(result.get("spec"), LoadTestSpec.class),
                            JSON.treeToValue(result, LoadTestStatus.class));
                } catch (JsonProcessingException | IllegalArgumentException e) {
                    // The file of another version: its run is not shown.
                }
            }
        });
    }

    /// The spec of a new LoadTest whose runs come after the stored ones of its name, so that none of their reports is replaced.
    LoadTestSpec afterStored(ResourceKey key, LoadTestSpec spec) {
        int next = stored.last(key) + 1;
        return spec.run() < next ? spec.withRun(next) : spec;
    }

    /// Takes over what a run has measured so far.
    void progressed(LoadTest test, int run, Series.SeriesInput source) {
        ResourceKey key = LocalResources.key(test);
        Instant now = time.instant();
        CurrentRun before = current;
        boolean isDue = true;
        if (before != null && before.test.equals(key) && before.run == run) {
            isDue = before.progress(source, now);
        } else {
            current = new CurrentRun(key, run, now, source);
        }
        if (isDue) {
            resources.changes().files(key.namespace(), key.name(), run);
        }
    }

    /// Takes over the report of a run that is over.
    void reported(LoadTest test, int run, Path directory) {
        ResourceKey key = LocalResources.key(test);
        stored.add(key, run, directory);
        current = null;
        resources.changes().files(key.namespace(), key.name(), run);
    }

    /// The stored runs of a LoadTest, and the run that goes on, newest first, as the page reads them.
    List<ObjectNode> of(ResourceKey key) {
        List<ObjectNode> runs = new ArrayList<>();
        CurrentRun going = current;
        if (going != null && going.test.equals(key)) {
            resources.find(key).ifPresent(test -> runs.add(
                    RunSummary.ofRunning(going.run, test, List.of(ReportFiles.SERIES, ReportFiles.HISTORY))));
        }
        stored.of(key).forEach((run, result) -> runs.add(RunSummary.ofStored(run, result, stored.files(key, run))));
        return runs;
    }

    /// The text of a file of a run; empty if the run has no such file.
    Optional<String> file(ResourceKey key, int run, String file) {
        CurrentRun going = current;
        if (going != null && going.test.equals(key) && going.run == run) {
            return switch (file) {
                case ReportFiles.SERIES -> Optional.of(going.series(time.instant()).toJson());
                case ReportFiles.HISTORY -> Optional.of(going.series(time.instant()).toCsv());
                default -> Optional.empty();
            };
        }
        return stored.file(key, run, file);
    }

    /// Whether a run of this LoadTest goes on.
    boolean isCurrent(ResourceKey test) {
        CurrentRun run = current;
        return run != null && run.test.equals(test);
    }
}
