package io.fareswarm.operator.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Load;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus.Edit;
import io.fareswarm.api.LoadTestStatus.Run;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.api.Threshold;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.operator.result.Judge;
import io.fareswarm.protocol.WorkerState;

/// Edits of the spec while its run goes on: of the number of users and how fast they come, of the rate, the duration and the
/// thresholds. One takes effect at a second that is still to come, which stands in the status before any worker hears of it;
/// all else waits for the next run.
final class SpecEdits {
    /// Whole seconds from the decision until the load changes: long enough to tell every worker, a few times if need be.
    static final long LEAD_SECONDS = 5;
    private static final int LONGEST_CHANGE = 1000;

    private final Evaluation turn;
    private final LoadTestSpec held;
    private final LoadTestSpec wanted;
    /// What the run could apply of an edit; empty when the spec is not edited in any such field.
    private final Optional<Edit> next;
    /// Why the run does not apply it.
    private final Optional<String> problem;

    SpecEdits(Evaluation turn) {
        this.turn = turn;
        this.held = turn.seen().runSpec();
        this.wanted = turn.seen().spec();
        this.next = turn.seen().edited()
                ? Optional.of(next()).filter(edit -> !held.edited(edit).sameRun(held))
                : Optional.empty();
        this.problem = next.flatMap(edit -> problems(edit).stream().findFirst());
    }

    /// Sends the current revision to workers without it, or applies a new edit; empty when there is nothing to do.
    Optional<RunDecision> decide() {
        List<String> outdated = turn.crew().posts().stream().filter(this::lags)
                .map(post -> post.holder().orElseThrow().id()).toList();
        if (!outdated.isEmpty()) {
            return Optional.of(new RunDecision.Revise(turn.draft().status(), turn.plan().revision(turn.seen()),
                    outdated));
        }
        return next.filter(_ -> problem.isEmpty()).map(edit -> {
            turn.draft().edited(edit);
            turn.draft().thresholds = restarted(edit, turn.draft().thresholds);
            return turn.rest();
        });
    }

    /// What an edit of the spec waits for; empty when nothing waits.
    String message() {
        boolean applied = problem.isEmpty() && next.filter(edit -> held.edited(edit).sameRun(wanted)).isPresent();
        return applied ? "" : turn.editedMessage(problem);
    }

    private boolean lags(WorkerIndex post) {
        return post.isHeld() && post.holder()
                .filter(worker -> worker.gone() == null && worker.refusal() == null
                        && !worker.reached(WorkerState.Draining) && worker.revision() < turn.seen().edits().size())
                .isPresent();
    }

    /// What the spec says of all that a run can take up; where it says something else, as the run holds it.
    private Edit next() {
        Load.Users users = users(wanted) == null || users(held) == null ? users(held) : users(wanted);
        Load.Arrivals arrivals = arrivals(wanted) == null || arrivals(held) == null ? arrivals(held) : arrivals(wanted);
        boolean timed = isTimed(held) && isTimed(wanted);
        List<Edit> before = turn.seen().edits();
        // Of two in one second each has its own.
        long second = Math.max(turn.second() + LEAD_SECONDS,
                before.isEmpty() ? 0 : before.getLast().second() + 1);
        Edit edit = new Edit(before.size() + 1, second, "", timed ? wanted.duration() : held.duration(),
                users == null ? null : users.count(), users == null ? null : users.spawnRate(),
                arrivals == null ? null : arrivals.rate(), wanted.thresholds());
        return new Edit(edit.revision(), second, change(held.edited(edit)), edit.duration(), edit.users(),
                edit.spawnRate(), edit.rate(), edit.thresholds());
    }

    /// Users without stages.
    private static Load.@Nullable Users users(LoadTestSpec spec) {
        Load.Users users = spec.load().users();
        return users == null || users.count() == null ? null : users;
    }

    /// Arrivals without stages.
    private static Load.@Nullable Arrivals arrivals(LoadTestSpec spec) {
        Load.Arrivals arrivals = spec.load().arrivals();
        return arrivals == null || arrivals.rate() == null ? null : arrivals;
    }

    /// Whether a duration ends it.
    private static boolean isTimed(LoadTestSpec spec) {
        return spec.requests() == null && (users(spec) != null || arrivals(spec) != null);
    }

    private List<String> problems(Edit next) {
        List<String> problems = new ArrayList<>();
        if (next.revision() > Run.MOST_EDITS) {
            problems.add("a run takes up %d edits at most".formatted(Run.MOST_EDITS));
        }
        RunPlan edited = RunPlan.of(held.edited(next));
        Instant effect = turn.barrier().plusSeconds(next.second());
        if (!effect.isBefore(turn.end())) {
            problems.add("the run is over before it could take effect");
        } else if (!effect.isBefore(edited.end(turn.barrier()))) {
            problems.add("a duration of %s is over before it could take effect".formatted(next.duration()));
        }
        List<Threshold> thresholds = Judge.orDefault(next.thresholds());
        thresholds.stream().map(Threshold::task)
                .filter(task -> task != null && !edited.taskNames().contains(task)).findFirst()
                .ifPresent(task -> problems.add("a threshold speaks of the task '%s', which the run has not"
                        .formatted(task)));
        List<Long> counted = RunPlan.goodWithinMicros(turn.seen().begun().thresholds());
        if (!counted.containsAll(RunPlan.goodWithinMicros(thresholds))) {
            problems.add("its workers count good answers only within the times that the run began with");
        }
        return problems;
    }

    /// The thresholds so far, of which those with a window that were edited begin anew.
    private @Nullable List<ThresholdResult> restarted(Edit next, @Nullable List<ThresholdResult> results) {
        List<Threshold> before = Judge.orDefault(held.thresholds());
        long second = Math.max(0, next.second() - turn.plan().warmup().plusMillis(999).toSeconds());
        List<ThresholdResult> kept = new ArrayList<>();
        for (Threshold threshold : Judge.orDefault(next.thresholds())) {
            if (threshold.window() != null && !before.contains(threshold)) {
                kept.add(Judge.from(threshold, second));
            } else if (results != null) {
                results.stream().filter(result -> result.name().equals(threshold.name())).forEach(kept::add);
            }
        }
        return kept;
    }

    private String change(LoadTestSpec edited) {
        List<String> changes = new ArrayList<>();
        Load.Users users = users(held);
        Load.Users newUsers = users(edited);
        if (users != null && newUsers != null) {
            add(changes, "load.users.count", users.count(), newUsers.count());
            add(changes, "load.users.spawnRate", users.spawnRate(), newUsers.spawnRate());
        }
        Load.Arrivals arrivals = arrivals(held);
        Load.Arrivals newArrivals = arrivals(edited);
        if (arrivals != null && newArrivals != null) {
            add(changes, "load.arrivals.rate", arrivals.rate(), newArrivals.rate());
        }
        add(changes, "duration", held.duration(), edited.duration());
        List<Threshold> thresholds = Judge.orDefault(held.thresholds());
        List<Threshold> newThresholds = Judge.orDefault(edited.thresholds());
        if (!thresholds.equals(newThresholds)) {
            changes.add("thresholds");
        }
        return Conditions.cut(String.join(", ", changes), LONGEST_CHANGE);
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
