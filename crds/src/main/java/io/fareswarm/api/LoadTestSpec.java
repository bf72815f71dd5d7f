package io.fareswarm.api;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.annotation.MapKey;
import io.fareswarm.api.annotation.Time;

/// Target, load, length and thresholds of a load test. Durations are written like `30s`, `1m30s` or `250ms`.
///
/// @param target the system to test: exactly one of `model`, `url`
/// @param workers the processes that generate the load
/// @param duration how long load is sent, after the warm-up; 60s by default. Not allowed with `requests`, stages or
/// `capacity`
/// @param requests total number of requests, in place of `duration`: the run ends when this many requests have started
/// and ended, or after 24h. Dropped requests do not count
/// @param warmup how long load is sent before the duration begins; these requests are not part of the result. With
/// stages, the load of the warm-up is the first stage's `to`
/// @param gracefulStop how long requests in flight at the end may still take, before they fail as `unfinished`
/// @param startTimeout how long the workers may take to become ready, and before that, how long the target's FareModel
/// may not exist; then the run ends in phase Error
/// @param maxLag maximum lag of the load generator: how late it sends requests through its own fault. The run is
/// Invalid if more than 5 % of its seconds, and at least 2, exceed it
/// @param load load of the run: exactly one of `users`, `arrivals`, `capacity`
/// @param tasks kinds of requests to send; required with `target.url`. Default with `target.model`: `valid ride` and
/// `ride with a field missing`, 5 to 1
/// @param seed seed of all random values; the same seed gives the same requests
/// @param thresholds limits on the result. Default: at most 1 % of the requests fail
/// @param run number of the run; raise it to run the test again. It cannot be lowered
/// @param stopRun number of a run to end early; its result is stored
/// @param historyLimit number of finished runs whose reports stay stored
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = "has(self.tasks) || !has(self.target.url)", fieldPath = ".tasks", reason = "FieldValueRequired", message = "tasks is required with target.url")
@ValidationRule(value = "!has(self.thresholds) || self.thresholds.all(t, !has(t.task)"
        + " || (has(self.tasks) ? self.tasks.exists(k, k.name == t.task)"
        + " : t.task in ['valid ride', 'ride with a field missing']))", fieldPath = ".thresholds", message = "the task of a threshold must be the name of one of the tasks")
@ValidationRule(value = "!has(self.load.arrivals) || !has(self.load.arrivals.maxInFlight) || self.load.arrivals.maxInFlight >= self.workers.count", fieldPath = ".load.arrivals.maxInFlight", message = "maxInFlight must be at least workers.count, because the workers share it")
@ValidationRule(value = "!has(self.requests) || !has(self.load.users) || !has(self.load.users.count) || self.load.users.count >= self.workers.count", fieldPath = ".load.users.count", message = "users.count must be at least workers.count with requests, because the workers share the requests")
@ValidationRule(value = "!has(self.duration) || !has(self.requests)", message = "at most one of duration, requests")
@ValidationRule(value = "!(has(self.duration) || has(self.requests))"
        + " || !(has(self.load.users) && has(self.load.users.stages) || has(self.load.arrivals) && has(self.load.arrivals.stages))", message = "duration and requests are forbidden with stages, which set the length of the run")
@ValidationRule(value = "!has(self.load.capacity) || !has(self.load.capacity.maxInFlight) || self.load.capacity.maxInFlight >= self.workers.count", fieldPath = ".load.capacity.maxInFlight", message = "maxInFlight must be at least workers.count, because the workers share it")
@ValidationRule(value = "!has(self.load.capacity) || !(has(self.duration) || has(self.requests))", message = "duration and requests are forbidden with capacity, whose time bounds the run")
@ValidationRule(value = "!has(self.load.capacity) || !self.warmup.matches('" + Durations.PATTERN
        + "') || duration(self.warmup) == duration('0s')", fieldPath = ".warmup", reason = "FieldValueForbidden", message = "warmup is forbidden with capacity")
@ValidationRule(value = "has(self.load.capacity) || !has(self.thresholds) || self.thresholds.all(t, !has(t.capacity))", fieldPath = ".thresholds", message = "a threshold on the capacity needs load.capacity")
@ValidationRule(value = "!has(self.load.capacity) || !has(self.thresholds) || self.thresholds.all(t, !has(t.window) && (has(t.capacity)"
        + " || has(t.failureRatio) && !t.failureRatio.max.matches('^100|^[0.]+%$')"
        + " || has(t.latency) && has(t.latency.percentile) && t.latency.percentile >= 1.0 && t.latency.percentile <= 99.999"
        + " || has(t.goodput) && !t.goodput.min.matches('^100|^[0.]+%$')))", fieldPath = ".thresholds", message = "with capacity, each threshold must be without a window, and limit the capacity, a failureRatio above 0% and below 100%, a latency percentile from 1 to 99.999, or a goodput above 0% and below 100%")
@ValidationRule(value = "!has(self.load.capacity) || !has(self.thresholds) || self.thresholds.size() == 0 || self.thresholds.exists(t, !has(t.capacity)) && self.thresholds.filter(t, !has(t.capacity)).size() <= 5", fieldPath = ".thresholds", message = "with capacity, thresholds must have 1 to 5 limits beside those on the capacity")
@ValidationRule(value = "!has(self.requests) || !self.warmup.matches('" + Durations.PATTERN
        + "') || duration(self.warmup) == duration('0s')", fieldPath = ".warmup", reason = "FieldValueForbidden", message = "warmup is forbidden with requests")
public record LoadTestSpec(Target target, @Default("{}") Workers workers,
        @Time(min = "1s", max = "24h") @Nullable String duration, @Min(1) @Max(1_000_000_000) @Nullable Long requests,
        @Default("0s") @Time(min = "0s", max = "1h") String warmup,
        @Default("30s") @Time(min = "0s", max = "10m") String gracefulStop,
        @Default("5m") @Time(min = "1s", max = "1h") String startTimeout,
        @Default("10ms") @Time(min = "1ms", max = "10s") String maxLag, Load load,
        @MapKey("name") @Size(min = 1, max = 20) @Nullable List<Task> tasks,
        @Default("42") @Min(0) @Max(9_007_199_254_740_991.0) long seed,
        @MapKey("name") @Size(max = 20) @Nullable List<Threshold> thresholds,
        @Default("1") @Min(1) @Max(1_000_000) @ValidationRule(value = "self >= oldSelf", message = "run cannot be lowered") int run,
        @Min(1) @Max(1_000_000) @Nullable Integer stopRun, @Default("5") @Min(0) @Max(20) int historyLimit) {

    /// Whether the change from this spec to the other needs no new run: the specs differ at most in `run`, `stopRun`
    /// and `historyLimit`.
    public boolean sameRun(LoadTestSpec other) {
        return equals(other.copy(other.workers, other.duration, other.requests, other.maxLag, other.load,
                other.thresholds, run, stopRun, historyLimit));
    }

    /// A copy with the values that apply to a run after an edit.
    public LoadTestSpec edited(LoadTestStatus.Edit edit) {
        Load.Users users = load.users();
        Load.Arrivals arrivals = load.arrivals();
        Load edited = new Load(
                users == null || users.count() == null
                        ? users
                        : new Load.Users(edit.users(), edit.spawnRate(), null, users.pause()),
                arrivals == null || arrivals.rate() == null
                        ? arrivals
                        : new Load.Arrivals(edit.rate(), null, arrivals.distribution(), arrivals.maxInFlight()),
                load.capacity());
        return copy(workers, edit.duration(), requests, maxLag, edited, edit.thresholds(), run, stopRun, historyLimit);
    }

    /// A copy with another `stopRun`.
    public LoadTestSpec withStopRun(@Nullable Integer other) {
        return copy(workers, duration, requests, maxLag, load, thresholds, run, other, historyLimit);
    }

    /// A copy with another `run`.
    public LoadTestSpec withRun(int other) {
        return copy(workers, duration, requests, maxLag, load, thresholds, other, stopRun, historyLimit);
    }

    private LoadTestSpec copy(Workers workers, @Nullable String duration, @Nullable Long requests, String maxLag,
            Load load, @Nullable List<Threshold> thresholds, int run, @Nullable Integer stopRun, int historyLimit) {
        return new LoadTestSpec(target, workers, duration, requests, warmup, gracefulStop, startTimeout, maxLag, load,
                tasks, seed, thresholds, run, stopRun, historyLimit);
    }
}
