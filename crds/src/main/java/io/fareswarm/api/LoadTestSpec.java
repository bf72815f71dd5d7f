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

/// What to swarm, with how much, for how long, and what must hold. Times are written like `30s`, `5m`, `250ms`
/// ([Durations]).
///
/// @param target a FareModel or an HTTP service
/// @param workers the processes that generate the load
/// @param duration how long load is sent, after the warm-up; 60s unless there are `requests` or stages
/// @param requests ends the run when so many requests were started and have ended, in place of `duration`, or after 24h;
/// dropped ones are not among them
/// @param warmup sent before the duration begins, counted apart; with stages, the load of the first one's `to`
/// @param gracefulStop how long requests in flight at the end may still take, before they fail as `unfinished`
/// @param startTimeout workers are ready by then, or the run ends in phase Error
/// @param maxLag how late the generator itself may be before the run is Invalid
/// @param load exactly one of users, arrivals
/// @param tasks absent with a target model: `valid ride`, and `ride with a field missing`, 5 to 1
/// @param seed same seed, same requests
/// @param thresholds none given: at most 1 % of the requests fail
/// @param run raised to run again, never lowered
/// @param stopRun ends the run of that number early and keeps its result
/// @param historyLimit runs whose reports are kept
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = "has(self.tasks) || !has(self.target.url)", fieldPath = ".tasks", reason = "FieldValueRequired", message = "tasks is required with target.url")
@ValidationRule(value = "!has(self.thresholds) || self.thresholds.all(t, !has(t.task)"
        + " || (has(self.tasks) ? self.tasks.exists(k, k.name == t.task)"
        + " : t.task in ['valid ride', 'ride with a field missing']))", fieldPath = ".thresholds", message = "task of a threshold must be the name of a task")
@ValidationRule(value = "!has(self.load.arrivals) || self.load.arrivals.maxInFlight >= self.workers.count", fieldPath = ".load.arrivals.maxInFlight", message = "maxInFlight must be at least workers.count, as each worker gets its share")
@ValidationRule(value = "!has(self.requests) || !has(self.load.users) || !has(self.load.users.count) || self.load.users.count >= self.workers.count", fieldPath = ".load.users.count", message = "users.count must be at least workers.count with requests, as each worker sends its share of them")
@ValidationRule(value = "!has(self.duration) || !has(self.requests)", message = "at most one of duration, requests")
@ValidationRule(value = "!(has(self.duration) || has(self.requests))"
        + " || !(has(self.load.users) && has(self.load.users.stages) || has(self.load.arrivals) && has(self.load.arrivals.stages))", message = "duration and requests are forbidden with stages, whose durations add up")
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
        @Default("1") @Min(1) @Max(1_000_000) @ValidationRule(value = "self >= oldSelf", message = "run may be raised, never lowered") int run,
        @Min(1) @Max(1_000_000) @Nullable Integer stopRun, @Default("5") @Min(0) @Max(20) int historyLimit) {

    /// Whether a run of the other spec would do the same: they differ at most in `run`, `stopRun` and `historyLimit`.
    public boolean sameRun(LoadTestSpec other) {
        return equals(new LoadTestSpec(other.target, other.workers, other.duration, other.requests, other.warmup,
                other.gracefulStop,
                other.startTimeout, other.maxLag, other.load, other.tasks, other.seed, other.thresholds, run, stopRun,
                historyLimit));
    }

    /// The same as a run of it goes on after an edit.
    public LoadTestSpec edited(LoadTestStatus.Edit edit) {
        Load.Users users = load.users();
        Load.Arrivals arrivals = load.arrivals();
        Load edited = new Load(
                users == null || users.count() == null
                        ? users
                        : new Load.Users(edit.users(), edit.spawnRate(), null, users.pause()),
                arrivals == null || arrivals.rate() == null
                        ? arrivals
                        : new Load.Arrivals(edit.rate(), null, arrivals.distribution(), arrivals.maxInFlight()));
        return new LoadTestSpec(target, workers, edit.duration(), requests, warmup, gracefulStop, startTimeout, maxLag,
                edited, tasks, seed, edit.thresholds(), run, stopRun, historyLimit);
    }

    /// The same with another `stopRun`.
    public LoadTestSpec withStopRun(int stopped) {
        return new LoadTestSpec(target, workers, duration, requests, warmup, gracefulStop, startTimeout, maxLag, load,
                tasks,
                seed, thresholds, run, stopped, historyLimit);
    }
}
