package io.fareswarm.api;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// What to swarm, with how much, for how long, and what must hold. Times are written like `30s`, `5m`, `250ms`
/// ([Durations]).
///
/// @param warmup sent before the duration begins, counted apart
/// @param gracefulStop how long requests in flight at the end may still take, before they fail as `unfinished`
/// @param startTimeout workers are ready by then, or the run ends in phase Error
/// @param maxLag how late the generator itself may be before the run is Invalid
/// @param tasks absent with a target model: rides, and rides with a field missing, 5 to 1
/// @param seed same seed, same requests
/// @param thresholds none given: at most 1 % of the requests fail
/// @param run raised to run again, never lowered
/// @param stopRun ends the run of that number early and keeps its result
/// @param historyLimit runs whose reports are kept
@JsonIgnoreProperties(ignoreUnknown = true)
public record LoadTestSpec(@Required Target target, Workers workers, @Default("60s") @Size(max = 16) String duration,
        @Default("0s") @Size(max = 16) String warmup, @Default("30s") @Size(max = 16) String gracefulStop,
        @Default("5m") @Size(max = 16) String startTimeout, @Default("10ms") @Size(max = 16) String maxLag,
        @Required Load load, @Size(min = 1, max = 20) @Nullable List<Task> tasks, @Default("42") long seed,
        @Size(max = 20) @Nullable List<Threshold> thresholds, @Default("1") @Min(1) int run,
        @Min(1) @Nullable Integer stopRun, @Default("5") @Min(0) @Max(20) int historyLimit) {

    /// The same with another `stopRun`.
    public LoadTestSpec withStopRun(int stopped) {
        return new LoadTestSpec(target, workers, duration, warmup, gracefulStop, startTimeout, maxLag, load, tasks,
                seed, thresholds, run, stopped, historyLimit);
    }
}
