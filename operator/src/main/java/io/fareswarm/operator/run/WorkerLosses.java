package io.fareswarm.operator.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.fareswarm.api.LoadTestConditions;
import io.fareswarm.api.LoadTestStatus.WorkersStatus;

import static io.fareswarm.operator.conditions.Conditions.FALSE;
import static io.fareswarm.operator.conditions.Conditions.TRUE;

/// Says in a status which workers were lost, who took up their parts, and how much is not known of them.
final class WorkerLosses {
    /// How many of them a message tells.
    private static final int SHOWN = 5;

    private WorkerLosses() {}

    /// @param span what was measured
    /// @param over whether the run is over: what was not reported by now is lost
    static void tell(Evaluation turn, Duration span, boolean over) {
        WorkerSet crew = turn.crew();
        long seconds = crew.lostSeconds(span, turn.plan().warmup(), over);
        int lost = crew.lost().size() + crew.unseen();
        turn.draft().workers = new WorkersStatus(crew.desired(), crew.present(), lost, crew.restarts(), seconds);
        if (lost == 0) {
            if (turn.isReason(LoadTestConditions.WORKERS_READY, RunReason.WorkerLost)) {
                turn.draft().conditions.set(LoadTestConditions.WORKERS_READY, TRUE, RunReason.AllReady, "");
            }
            return;
        }
        boolean allThere = crew.present() == crew.desired();
        turn.draft().conditions.set(LoadTestConditions.WORKERS_READY, allThere ? TRUE : FALSE,
                allThere ? RunReason.WorkerReplaced : RunReason.WorkerLost, message(crew, seconds));
    }

    private static String message(WorkerSet crew, long seconds) {
        List<String> parts = new ArrayList<>();
        if (crew.unseen() > 0) {
            parts.add(crew.unseen() + " workers went unseen");
        }
        crew.posts().stream().flatMap(post -> post.lost().stream().map(worker -> told(post, worker))).limit(SHOWN)
                .forEach(parts::add);
        if (crew.lost().size() > SHOWN) {
            parts.add("and %d more".formatted(crew.lost().size() - SHOWN));
        }
        if (seconds > 0) {
            parts.add("what happened in %d worker-seconds is unknown".formatted(seconds));
        }
        return String.join("; ", parts);
    }

    private static String told(WorkerIndex post, WorkerView lost) {
        String why = "worker %d %s".formatted(post.number(), lost.lost(post.now()));
        return post.successor(lost).map(next -> why + ", taken up at second " + next.from()).orElse(why);
    }
}
