package io.fareswarm.operator.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import io.fareswarm.api.Condition;
import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.LoadTestStatus.ReportReference;
import io.fareswarm.api.LoadTestStatus.TargetStatus;
import io.fareswarm.api.LoadTestStatus.WorkersStatus;
import io.fareswarm.api.worker.Slice;
import io.fareswarm.api.worker.WorkerState;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.operator.run.ClusterView.CountView;
import io.fareswarm.operator.run.Decision.Place;

import static io.fareswarm.operator.conditions.Conditions.FALSE;
import static io.fareswarm.operator.conditions.Conditions.TRUE;
import static io.fareswarm.operator.conditions.Conditions.UNKNOWN;

/// The lifecycle of a LoadTest: what to do about it, given all that is known.
///
/// Each phase is a chain of checks, the first that has something to do decides. A run waits as Pending for its target
/// without limit; `startTimeout` counts from the first worker's creation.
public final class Lifecycle {
    /// From the decision to start until the barrier: long enough to tell every worker.
    static final Duration LEAD = Duration.ofSeconds(1);
    /// How long after the graceful stop a worker may take to hand over its total.
    static final Duration LAST_WORD = Duration.ofSeconds(10);
    /// How long after a run its workers may take to leave before their objects are removed all the same: they wait half a
    /// minute for Prometheus.
    static final Duration LEAVING = Duration.ofMinutes(1);
    /// How long after a run Prometheus may take to have the last counts.
    static final Duration COUNTING = Duration.ofSeconds(90);

    private final Observation seen;
    private final Plan plan;
    private final Crew crew;
    private final Draft draft;
    private final Instant now;

    private Lifecycle(Observation seen, Draft draft) {
        this.seen = seen;
        this.plan = Plan.of(seen.runSpec());
        this.crew = Crew.of(seen);
        this.draft = draft;
        this.now = seen.now();
    }

    /// Decides; the same observation always gives the same decision.
    public static Decision decide(Observation seen) {
        LoadTestStatus status = seen.status();
        if (status == null || status.run() == null || status.run().number() < seen.run()) {
            return new Lifecycle(seen, new Draft(seen)).pending();
        }
        Lifecycle lifecycle = new Lifecycle(seen, new Draft(seen, status));
        return switch (lifecycle.draft.phase) {
            case Pending -> lifecycle.pending();
            case Preparing -> lifecycle.preparing();
            case Running -> lifecycle.running();
            case Finishing -> lifecycle.finishing();
            case Finished, Error -> lifecycle.over();
        };
    }

    private Decision pending() {
        draft.anew(seen);
        draft.workers = new WorkersStatus(crew.desired(), 0, 0);
        draft.conditions.set(LoadTestConditions.COMPLETE, FALSE, Reason.Preparing, "");
        if (stopAsked()) {
            return conclude(Reason.StopAsked, "stopped before its start");
        }
        return switch (seen.target()) {
            case TargetView.Refused(String message) -> fail(Reason.TargetRefused, message);
            case TargetView.NotReady(String message) -> {
                draft.conditions.set(LoadTestConditions.PROGRESSING, TRUE, Reason.TargetNotReady, message);
                yield new Decision.Rest(draft.status());
            }
            case TargetView.Ready(String url, String digest) -> {
                draft.phase = Phase.Preparing;
                draft.target = new TargetStatus(url, digest);
                draft.conditions.set(LoadTestConditions.PROGRESSING, TRUE, Reason.Preparing, "workers start");
                draft.conditions.set(LoadTestConditions.WORKERS_READY, FALSE, Reason.WorkersStarting, "");
                yield new Decision.Create(draft.status(), crew.vacancies());
            }
        };
    }

    private Decision preparing() {
        draft.workers = new WorkersStatus(crew.desired(), crew.ready(), 0);
        if (!crew.allReady()) {
            draft.conditions.set(LoadTestConditions.WORKERS_READY, FALSE, Reason.WorkersStarting, starting());
        }
        if (stopAsked()) {
            return conclude(Reason.StopAsked, "stopped before its start");
        }
        if (draft.run.startsAt() != null && crew.unarmed().size() < crew.workers().size()) {
            return start();
        }
        if (!crew.allReady() && draft.run.startsAt() != null && barrier().plus(LAST_WORD).isBefore(now)) {
            draft.forgetsBarrier(); // Nobody heard of it, and somebody is not ready any more.
        }
        if (crew.refusing().isPresent()) {
            WorkerView worker = crew.refusing().get();
            return fail(Reason.SliceRefused, "worker %d: %s".formatted(worker.worker(), worker.refusal()));
        }
        if (crew.hopeless().isPresent()) {
            WorkerView worker = crew.hopeless().get();
            return fail(Reason.WorkersFail, "worker %d ended %d times before the start, at last: %s"
                    .formatted(worker.worker(), Crew.INCARNATIONS, worker.gone()));
        }
        if (!now.isBefore(preparingSince().plus(plan.startTimeout()))) {
            String why = starting();
            return fail(Reason.StartTimeout, "expected %d ready workers within %s, found %d%s".formatted(
                    crew.desired(), plan.spec().startTimeout(), crew.ready(), why.isEmpty() ? "" : ": " + why));
        }
        List<Place> vacancies = crew.vacancies();
        if (!vacancies.isEmpty()) {
            return new Decision.Create(draft.status(), vacancies);
        }
        if (!crew.allReady()) {
            return new Decision.Rest(draft.status());
        }
        draft.conditions.set(LoadTestConditions.WORKERS_READY, TRUE, Reason.AllReady, "");
        Map<String, Slice> slices = slices();
        if (!slices.isEmpty()) {
            return new Decision.Assign(draft.status(), slices);
        }
        return draft.run.startsAt() == null || !now.isBefore(barrier())
                ? announce()
                : new Decision.Start(draft.status(), barrier(), Crew.ids(crew.unarmed()));
    }

    /// The barrier stands in the status before any worker hears of it, so that a restarted operator knows it too.
    private Decision announce() {
        draft.startsAt(now.plus(LEAD));
        draft.conditions.set(LoadTestConditions.PROGRESSING, TRUE, Reason.Preparing, "start barrier set");
        return new Decision.Rest(draft.status());
    }

    /// Some worker has heard of the barrier, so it stands.
    private Decision start() {
        List<WorkerView> unarmed = crew.unarmed();
        if (now.isBefore(barrier())) {
            return unarmed.isEmpty()
                    ? new Decision.Rest(draft.status())
                    : new Decision.Start(draft.status(), barrier(), Crew.ids(unarmed));
        }
        draft.phase = Phase.Running;
        draft.started();
        draft.conditions.set(LoadTestConditions.PROGRESSING, TRUE, Reason.Running, editedMessage());
        draft.conditions.set(LoadTestConditions.THRESHOLDS_KEPT, UNKNOWN, Reason.NotMeasured, "the run is not over");
        return new Decision.Rest(draft.status());
    }

    private Decision running() {
        if (!crew.unkept().isEmpty()) {
            return keep();
        }
        countLost();
        if (crew.working().isEmpty()) {
            return crew.present() == 0
                    ? conclude(Reason.AllWorkersLost, "no worker is left")
                    : conclude(plan.spec().requests() == null ? Reason.DurationOver : Reason.RequestsDone, "");
        }
        Optional<String> broken = measure();
        if (stopAsked()) {
            return stop(Reason.StopAsked, "what is in flight ends");
        }
        if (broken.isPresent()) {
            return stop(Reason.ThresholdBroken, broken.get());
        }
        draft.conditions.set(LoadTestConditions.PROGRESSING, TRUE, Reason.Running, editedMessage());
        if (!now.isBefore(plan.end(barrier()))) {
            draft.phase = Phase.Finishing;
            draft.conditions.set(LoadTestConditions.PROGRESSING, TRUE, Reason.Finishing, "what is in flight ends");
        }
        return new Decision.Rest(draft.status());
    }

    private Decision stop(Reason reason, String message) {
        draft.phase = Phase.Finishing;
        draft.stoppedAt(now);
        draft.conditions.set(LoadTestConditions.PROGRESSING, TRUE, reason, message);
        return new Decision.Stop(draft.status(), Crew.ids(crew.working()));
    }

    /// Of a run that is told to end early: the window that broke a threshold, in words; empty when a person asked for it.
    private Optional<String> abortedBy() {
        return Conditions.find(draft.conditions.list(), LoadTestConditions.PROGRESSING, Reason.ThresholdBroken)
                .map(Condition::message);
    }

    private Decision finishing() {
        if (!crew.unkept().isEmpty()) {
            return keep();
        }
        countLost();
        boolean early = draft.run.stoppedAt() != null;
        Instant end = early ? Instant.parse(draft.run.stoppedAt()) : plan.end(barrier());
        if (crew.working().isEmpty() || end.plus(plan.gracefulStop()).plus(LAST_WORD).isBefore(now)) {
            Optional<String> abortedBy = abortedBy();
            if (early && abortedBy.isPresent()) {
                return conclude(Reason.ThresholdBroken, abortedBy.get());
            }
            return early
                    ? conclude(Reason.StopAsked, "stopped early, the result so far is kept")
                    : conclude(Reason.DurationOver, plan.spec().requests() == null
                            ? ""
                            : "not all requests were started within " + Plan.LONGEST.toHours() + "h");
        }
        Optional<String> _ = measure();
        List<WorkerView> sending = crew.working().stream().filter(one -> !one.reached(WorkerState.Draining)).toList();
        return early && !sending.isEmpty()
                ? new Decision.Stop(draft.status(), Crew.ids(sending))
                : new Decision.Rest(draft.status());
    }

    private Decision over() {
        LoadTestStatus status = Objects.requireNonNull(seen.status());
        if (!Objects.equals(status.observedGeneration(), seen.generation())) {
            if (seen.edited()) {
                draft.conditions.set(LoadTestConditions.PROGRESSING, FALSE, Reason.Edited, editedMessage());
            } else if (isReason(LoadTestConditions.PROGRESSING, Reason.Edited)) {
                Conditions.find(draft.conditions.list(), LoadTestConditions.COMPLETE).ifPresent(end -> draft.conditions
                        .set(LoadTestConditions.PROGRESSING, FALSE, Reason.valueOf(end.reason()), end.message()));
            }
        }
        compareCounts();
        List<WorkerView> present = seen.workers().stream().filter(one -> one.gone() == null).toList();
        boolean mayStay = draft.phase == Phase.Finished && now.isBefore(finishedAt().plus(LEAVING));
        if (!present.isEmpty() && (mayStay || !seen.cluster().leftovers())) {
            return new Decision.Release(draft.status(), Crew.ids(present));
        }
        return seen.cluster().leftovers()
                ? new Decision.CleanUp(draft.status())
                : new Decision.Rest(draft.status());
    }

    /// Holds the result against what Prometheus counted, once; it changes nothing else.
    private void compareCounts() {
        if (!isReason(LoadTestConditions.PROMETHEUS_AGREES, Reason.Asking) || draft.result == null) {
            return;
        }
        boolean late = !now.isBefore(finishedAt().plus(COUNTING));
        long requests = draft.result.requests();
        switch (seen.cluster().count()) {
            case CountView.Counted(long counted) when counted == requests ->
                draft.conditions.set(LoadTestConditions.PROMETHEUS_AGREES, TRUE, Reason.CountsEqual,
                        "both counted %d requests".formatted(requests));
            case CountView.Counted(long counted) when late ->
                draft.conditions.set(LoadTestConditions.PROMETHEUS_AGREES, FALSE, Reason.CountsDiffer,
                        "Prometheus counted %d requests, the workers reported %d".formatted(counted, requests));
            case CountView.Unknown(String message) when late ->
                draft.conditions.set(LoadTestConditions.PROMETHEUS_AGREES, UNKNOWN, Reason.NoCount, message);
            case CountView.NotAsked() when late ->
                draft.conditions.set(LoadTestConditions.PROMETHEUS_AGREES, UNKNOWN, Reason.NoCount,
                        "Prometheus was not asked");
            default -> {
                // Its last scrape may be to come.
            }
        }
    }

    /// The lost workers' reports are stored first; the status speaks of the loss when they are.
    private Decision keep() {
        return new Decision.Keep(draft.status(), Crew.ids(crew.unkept()));
    }

    private Decision conclude(Reason reason, String message) {
        Judging.conclude(draft, plan, crew, seen.measured(), now);
        draft.phase = Phase.Finished;
        if (seen.cluster().asksPrometheus() && draft.run.startedAt() != null) {
            boolean whole = crew.present() == crew.desired();
            draft.conditions.set(LoadTestConditions.PROMETHEUS_AGREES, UNKNOWN, whole ? Reason.Asking : Reason.NoCount,
                    whole ? "the last scrape is awaited" : "with a worker its last counts were lost");
        }
        return end(reason, message);
    }

    private Decision fail(Reason reason, String message) {
        draft.phase = Phase.Error;
        draft.conditions.set(LoadTestConditions.WORKERS_READY, FALSE, reason, message);
        draft.conditions.set(LoadTestConditions.THRESHOLDS_KEPT, UNKNOWN, Reason.NotMeasured, "nothing was measured");
        return end(reason, message);
    }

    private Decision end(Reason reason, String message) {
        draft.finishedAt(now);
        draft.report = seen.cluster().report() == null ? null : new ReportReference(seen.cluster().report());
        String edited = editedMessage();
        draft.conditions.set(LoadTestConditions.PROGRESSING, FALSE, reason,
                message + (message.isEmpty() || edited.isEmpty() ? "" : "; ") + edited);
        draft.conditions.set(LoadTestConditions.COMPLETE, TRUE, reason, message);
        return new Decision.Conclude(draft.status());
    }

    /// @return the window of a threshold that ends the run, in words
    private Optional<String> measure() {
        return Judging.soFar(draft, plan, crew, seen.measured(), now);
    }

    private void countLost() {
        List<WorkerView> lost = crew.lost();
        int absent = crew.desired() - crew.workers().size();
        draft.workers = new WorkersStatus(crew.desired(), crew.present(), lost.size() + absent);
        if (lost.size() + absent > 0) {
            String known = lost.stream().limit(5).map(one -> "worker %d %s".formatted(one.worker(), one.lost(now)))
                    .collect(Collectors.joining("; "));
            draft.conditions.set(LoadTestConditions.WORKERS_READY, FALSE, Reason.WorkerLost,
                    absent == 0 ? known : "%d workers went unseen; %s".formatted(absent, known));
        }
    }

    /// What is known of workers that are not ready yet.
    private String starting() {
        String obstacle = seen.cluster().obstacle();
        String trouble = crew.trouble();
        return obstacle == null ? trouble : trouble.isEmpty() ? obstacle : obstacle + "; " + trouble;
    }

    private String editedMessage() {
        return seen.edited()
                ? "the spec was edited after the run began: raise spec.run to %d to run it".formatted(seen.run() + 1)
                : "";
    }

    private Map<String, Slice> slices() {
        String run = seen.runId();
        String url = Objects.requireNonNull(Objects.requireNonNull(draft.target).url());
        return crew.workers().stream().filter(one -> one.said() == null || !run.equals(one.said().run()))
                .collect(Collectors.toMap(WorkerView::id, one -> plan.slice(seen, one, url)));
    }

    private boolean stopAsked() {
        Integer stopRun = seen.spec().stopRun();
        return seen.spec().run() > seen.run() || (stopRun != null && stopRun == seen.run());
    }

    private boolean isReason(String type, Reason reason) {
        return Conditions.find(draft.conditions.list(), type, reason).isPresent();
    }

    private Instant barrier() {
        return Instant.parse(Objects.requireNonNull(draft.run.startsAt()));
    }

    private Instant finishedAt() {
        return draft.run.finishedAt() == null ? now : Instant.parse(draft.run.finishedAt());
    }

    private Instant preparingSince() {
        return Conditions.find(draft.conditions.list(), LoadTestConditions.WORKERS_READY)
                .map(Condition::lastTransitionTime)
                .map(Instant::parse).orElse(now);
    }
}
