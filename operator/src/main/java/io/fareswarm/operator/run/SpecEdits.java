package io.fareswarm.operator.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Load;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus.Edit;
import io.fareswarm.api.LoadTestStatus.Run;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.api.Threshold;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.operator.result.Judge;
import io.fareswarm.operator.run.RunStatus.RunResult;

/// Edits of the spec during a run. A run applies edits of the number of users, the spawn rate, the arrival rate, the
/// duration and the thresholds. Every other edit waits for the next run. An edit takes effect at a future second of the run.
/// The status contains it before any worker receives it.
final class SpecEdits {
    /// Whole seconds from the decision until the edit takes effect. It has to reach every worker within them, even with
    /// retries.
    static final long LEAD_SECONDS = 5;
    private static final int MAX_CHANGE = 1000;

    private final Evaluation facts;
    private final LoadTestSpec running;
    private final LoadTestSpec wanted;
    /// The edit of fields that a run can apply; empty if none of them changed.
    private final Optional<Edit> next;
    /// Reason why the run does not apply that edit; empty if it does.
    private final Optional<String> rejection;

    SpecEdits(Evaluation facts) {
        this.facts = facts;
        this.running = facts.seen().runSpec();
        this.wanted = facts.seen().test().spec();
        this.next = facts.seen().edited() && running.load().capacity() == null && wanted.load().capacity() == null
                ? Optional.of(next()).filter(edit -> !running.edited(edit).sameRun(running))
                : Optional.empty();
        this.rejection = next.flatMap(this::rejection);
    }

    /// Applies a new edit; empty if there is none.
    Optional<RunDecision> decide(RunStatus status) {
        RunResult outcome = status.outcome();
        return next.filter(_ -> rejection.isEmpty())
                .map(edit -> status.with(status.phase(), status.run().withEdit(edit))
                        .with(new RunResult(outcome.result(), restarted(edit, outcome.thresholds()), null, null,
                                outcome.live(), null))
                        .noAction());
    }

    private Optional<String> rejection(Edit next) {
        if (next.revision() > Run.MOST_EDITS) {
            return Optional.of("a run applies %d edits at most".formatted(Run.MOST_EDITS));
        }
        String exceeded = facts.seen().cluster().limits().exceeded();
        if (exceeded != null) {
            return Optional.of(exceeded);
        }
        RunPlan edited = RunPlan.of(running.edited(next));
        Instant effect = facts.barrier().plusSeconds(next.second());
        if (!effect.isBefore(facts.end())) {
            return Optional.of("the run is over before the edit could take effect");
        }
        if (!effect.isBefore(edited.end(facts.barrier()))) {
            return Optional.of("a duration of %s is over before the edit could take effect".formatted(next.duration()));
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
                : Optional.of("goodput.within cannot change during a run");
    }

    /// Message about an edit that the run does not apply, with the remedy; empty without such an edit.
    String message() {
        boolean isApplied = rejection.isEmpty()
                && next.filter(edit -> running.edited(edit).sameRun(wanted)).isPresent();
        return isApplied ? "" : facts.editedMessage(rejection);
    }

    /// The edit from the run's current values to those of the spec. Two edits in the same second take effect one after the
    /// other.
    private Edit next() {
        List<Edit> before = facts.seen().edits();
        long second = Math.max(facts.second() + LEAD_SECONDS, before.isEmpty() ? 0 : before.getLast().second() + 1);
        return edit(before.size() + 1, second, change(edit(0, 0, "", running), edit(0, 0, "", wanted)), wanted);
    }

    /// The values of a spec that a run can apply. If the spec has another kind of load, the load's values are those of the
    /// run.
    private Edit edit(int revision, long second, String change, LoadTestSpec spec) {
        Load.Users users = users(spec) == null || users(running) == null ? users(running) : users(spec);
        Load.Arrivals arrivals = arrivals(spec) == null || arrivals(running) == null
                ? arrivals(running)
                : arrivals(spec);
        boolean isTimed = isTimed(running) && isTimed(spec);
        return new Edit(revision, second, change, isTimed ? spec.duration() : running.duration(),
                users == null ? null : users.count(), users == null ? null : users.spawnRate(),
                arrivals == null ? null : arrivals.rate(), spec.thresholds());
    }

    /// The users of a load; null for a load of arrivals or with stages.
    private static Load.@Nullable Users users(LoadTestSpec spec) {
        Load.Users users = spec.load().users();
        return users == null || users.count() == null ? null : users;
    }

    /// The arrivals of a load; null for a load of users or with stages.
    private static Load.@Nullable Arrivals arrivals(LoadTestSpec spec) {
        Load.Arrivals arrivals = spec.load().arrivals();
        return arrivals == null || arrivals.rate() == null ? null : arrivals;
    }

    /// Whether `spec.duration` ends the run.
    private static boolean isTimed(LoadTestSpec spec) {
        return spec.requests() == null && (users(spec) != null || arrivals(spec) != null);
    }

    /// The thresholds' results after an edit. An edited threshold with a window starts again.
    private @Nullable List<ThresholdResult> restarted(Edit next, @Nullable List<ThresholdResult> results) {
        List<Threshold> before = Judge.orDefault(running.thresholds());
        long second = Math.max(0, next.second() - RunPlan.wholeSeconds(facts.plan().warmup()));
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

    private static String change(Edit before, Edit after) {
        boolean isJudgedAlike = Judge.orDefault(before.thresholds()).equals(Judge.orDefault(after.thresholds()));
        return Conditions.cut(Stream.of(change("load.users.count", before.users(), after.users()),
                change("load.users.spawnRate", before.spawnRate(), after.spawnRate()),
                change("load.arrivals.rate", before.rate(), after.rate()),
                change("duration", before.duration(), after.duration()), isJudgedAlike ? "" : "thresholds")
                .filter(change -> !change.isEmpty()).collect(Collectors.joining(", ")),
                MAX_CHANGE);
    }

    private static String change(String field, @Nullable Object before, @Nullable Object after) {
        return Objects.equals(before, after) ? "" : "%s %s -> %s".formatted(field, shown(before), shown(after));
    }

    private static String shown(@Nullable Object value) {
        return value == null
                ? "default"
                : value instanceof Double number && number == Math.rint(number)
                        ? Long.toString(number.longValue())
                        : value.toString();
    }
}
