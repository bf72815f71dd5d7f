package io.fareswarm.operator.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Load;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus.Edit;
import io.fareswarm.api.LoadTestStatus.Run;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.api.Threshold;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.operator.result.Judge;
import io.fareswarm.operator.run.RunStatus.Outcome;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.WorkerState;

/// The edits of the spec that a run in progress applies: number of users and spawn rate, arrival rate, duration and
/// thresholds. An edit takes effect at a second that is still to come, and the status contains it before any worker gets
/// it. Every other edit waits for the next run.
final class SpecEdits {
    /// Whole seconds from the decision until the load changes: long enough to reach every worker, also with retries.
    static final long LEAD_SECONDS = 5;
    private static final int MAX_CHANGE = 1000;

    private final Evaluation facts;
    private final LoadTestSpec running;
    private final LoadTestSpec wanted;
    private final Edit next;

    SpecEdits(Evaluation facts) {
        this.facts = facts;
        this.running = facts.seen().runSpec();
        this.wanted = facts.seen().spec();
        this.next = next();
    }

    /// Sends an edit to the workers without it, or else applies a new one; empty when there is nothing to do.
    Optional<RunDecision> decide(RunStatus status) {
        Map<String, Slice> slices = facts.workers().indexes().stream().filter(this::isOutdated).collect(Collectors
                .toMap(index -> index.assignee().orElseThrow().id(), this::slice));
        if (!slices.isEmpty()) {
            return Optional.of(new RunDecision.AssignSlices(status.toStatus(), slices));
        }
        if (!isNew() || rejection().isPresent()) {
            return Optional.empty();
        }
        Outcome outcome = status.outcome();
        return Optional.of(new RunDecision.NoAction(status.with(status.phase(), status.run().withEdit(next))
                .with(new Outcome(outcome.result(), restarted(outcome.thresholds()), null, null)).toStatus()));
    }

    /// Why the run does not apply a new edit; empty when it does, and without one.
    private Optional<String> rejection() {
        if (!isNew()) {
            return Optional.empty();
        }
        if (next.revision() > Run.MOST_EDITS) {
            return Optional.of("a run applies %d edits at most".formatted(Run.MOST_EDITS));
        }
        RunPlan edited = RunPlan.of(running.edited(next));
        Instant effect = facts.barrier().plusSeconds(next.second());
        if (!effect.isBefore(facts.end())) {
            return Optional.of("the run is over before it could take effect");
        }
        if (!effect.isBefore(edited.end(facts.barrier()))) {
            return Optional.of("a duration of %s is over before it could take effect".formatted(next.duration()));
        }
        List<Threshold> thresholds = Judge.orDefault(next.thresholds());
        Optional<String> unknownTask = thresholds.stream().map(Threshold::task)
                .filter(task -> task != null && !edited.taskNames().contains(task)).findFirst();
        if (unknownTask.isPresent()) {
            return unknownTask.map("a threshold names the task '%s', which the run does not have"::formatted);
        }
        List<Long> counted = RunPlan.goodWithinMicros(facts.seen().startSpec().thresholds());
        return counted.containsAll(RunPlan.goodWithinMicros(thresholds))
                ? Optional.empty()
                : Optional.of("workers count good responses only within the times that the run began with");
    }

    /// What to do about an edit that the run does not apply; empty without one.
    String message() {
        Optional<String> rejection = rejection();
        return rejection.isEmpty() && running.edited(next).sameRun(wanted) ? "" : facts.editedMessage(rejection);
    }

    private boolean isNew() {
        return facts.seen().edited() && !running.edited(next).sameRun(running);
    }

    private boolean isOutdated(WorkerIndex index) {
        return index.isCovered() && index.assignee()
                .filter(worker -> worker.ended() == null && worker.responses().rejection() == null
                        && !worker.hasReached(WorkerState.Draining)
                        && worker.revision() < facts.seen().edits().size())
                .isPresent();
    }

    private Slice slice(WorkerIndex index) {
        WorkerView worker = index.assignee().orElseThrow();
        return facts.plan().slice(facts.seen(), worker, facts.url(), worker.firstSecond(),
                index.requests() - worker.reports().requests());
    }

    /// The edit that the spec asks for: of the fields that a run in progress can apply, the spec's values, and otherwise
    /// those of the run.
    private Edit next() {
        Edit edit = next("");
        return next(change(running.edited(edit)));
    }

    private Edit next(String change) {
        Load.Users users = users(wanted) == null || users(running) == null ? users(running) : users(wanted);
        Load.Arrivals arrivals = arrivals(wanted) == null || arrivals(running) == null
                ? arrivals(running)
                : arrivals(wanted);
        boolean isTimed = isTimed(running) && isTimed(wanted);
        List<Edit> before = facts.seen().edits();
        // Two edits in the same second take effect one after the other.
        long second = Math.max(facts.second() + LEAD_SECONDS, before.isEmpty() ? 0 : before.getLast().second() + 1);
        return new Edit(before.size() + 1, second, change, isTimed ? wanted.duration() : running.duration(),
                users == null ? null : users.count(), users == null ? null : users.spawnRate(),
                arrivals == null ? null : arrivals.rate(), wanted.thresholds());
    }

    /// The users of a load; null for one with stages.
    private static Load.@Nullable Users users(LoadTestSpec spec) {
        Load.Users users = spec.load().users();
        return users == null || users.count() == null ? null : users;
    }

    /// The arrivals of a load; null for one with stages.
    private static Load.@Nullable Arrivals arrivals(LoadTestSpec spec) {
        Load.Arrivals arrivals = spec.load().arrivals();
        return arrivals == null || arrivals.rate() == null ? null : arrivals;
    }

    /// Whether `spec.duration` ends the run.
    private static boolean isTimed(LoadTestSpec spec) {
        return spec.requests() == null && (users(spec) != null || arrivals(spec) != null);
    }

    /// The thresholds so far; an edited one with a window starts again.
    private @Nullable List<ThresholdResult> restarted(@Nullable List<ThresholdResult> results) {
        List<Threshold> before = Judge.orDefault(running.thresholds());
        long second = Math.max(0, next.second() - facts.plan().warmup().plusMillis(999).toSeconds());
        List<ThresholdResult> after = new ArrayList<>();
        for (Threshold threshold : Judge.orDefault(next.thresholds())) {
            if (threshold.window() != null && !before.contains(threshold)) {
                after.add(Judge.from(threshold, second));
            } else if (results != null) {
                results.stream().filter(result -> result.name().equals(threshold.name())).forEach(after::add);
            }
        }
        return after;
    }

    private String change(LoadTestSpec edited) {
        List<String> changes = new ArrayList<>();
        Load.Users users = users(running);
        Load.Users newUsers = users(edited);
        if (users != null && newUsers != null) {
            add(changes, "load.users.count", users.count(), newUsers.count());
            add(changes, "load.users.spawnRate", users.spawnRate(), newUsers.spawnRate());
        }
        Load.Arrivals arrivals = arrivals(running);
        Load.Arrivals newArrivals = arrivals(edited);
        if (arrivals != null && newArrivals != null) {
            add(changes, "load.arrivals.rate", arrivals.rate(), newArrivals.rate());
        }
        add(changes, "duration", running.duration(), edited.duration());
        List<Threshold> thresholds = Judge.orDefault(running.thresholds());
        List<Threshold> newThresholds = Judge.orDefault(edited.thresholds());
        if (!thresholds.equals(newThresholds)) {
            changes.add("thresholds");
        }
        return Conditions.cut(String.join(", ", changes), MAX_CHANGE);
    }

    private static void add(List<String> changes, String field, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            changes.add("%s %s -> %s".formatted(field, shown(before), shown(after)));
        }
    }

    private static String shown(@Nullable Object value) {
        return value == null
                ? "default"
                : value instanceof Double number && number == Math.rint(number)
                        ? Long.toString(number.longValue())
                        : value.toString();
    }
}
