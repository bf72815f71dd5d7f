package io.fareswarm.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/// Runs lives in one lane, one after the other.
///
/// @param target target of all LoadTests
record LifeRunner(Lane lane, CountingTarget target) {
    private static final Duration PAUSE = Duration.ofMillis(400);
    /// How long a state without a fault stays the same before it is the last one.
    private static final Duration SETTLED = Duration.ofSeconds(4);
    /// How long the world may take to converge.
    private static final Duration LONGEST = Duration.ofMinutes(2);

    /// Records a life without a fault, by `SCENARIO.STAGE`.
    Map<String, StageRecord> record(Scenario scenario, String name) {
        Life life = new Life(lane, name, target);
        Map<String, StageRecord> records = new LinkedHashMap<>();
        for (Scenario.Stage stage : scenario.stages()) {
            lane.faults().begin(null);
            stage.user().accept(life);
            life.await(() -> stage.over().test(life));
            records.put(scenario.name() + "." + stage.name(), new StageRecord(settled(life), lane.faults().writes(),
                    lane.faults().events()));
        }
        return records;
    }

    private static WorldState settled(Life life) {
        WorldState state = life.state();
        Instant since = Instant.now();
        while (Instant.now().isBefore(since.plus(SETTLED))) {
            LockSupport.parkNanos(PAUSE.toNanos());
            WorldState now = life.state();
            if (!now.equals(state)) {
                state = now;
                since = Instant.now();
            }
        }
        return state;
    }

    /// Runs a life with a fault in each stage, until one of them does not converge.
    ///
    /// @param records what every stage has to converge to
    List<Outcome> run(Draw.Planned planned, Map<String, StageRecord> records, String name) {
        Life life = new Life(lane, name, target);
        List<Outcome> outcomes = new ArrayList<>();
        for (int index = 0; index < planned.faults().size(); index++) {
            Scenario.Stage stage = planned.scenario().stages().get(index);
            Fault fault = planned.faults().get(index);
            WorldState expected = Objects
                    .requireNonNull(records.get(planned.scenario().name() + "." + stage.name())).state();
            String difference = difference(life, stage, fault, expected);
            if (fault != null) {
                outcomes.add(new Outcome(fault, lane.faults().struck().orElse(""), difference));
            } else if (!difference.isEmpty()) {
                outcomes.add(new Outcome(new Fault(planned.scenario().name(), stage.name(), FaultKind.CUT_BEFORE, 9999),
                        "nothing", difference));
            }
            if (!difference.isEmpty()) {
                end(life);
                break;
            }
        }
        return outcomes;
    }

    private String difference(Life life, Scenario.Stage stage, @Nullable Fault fault, WorldState expected) {
        lane.faults().begin(fault);
        WorldState found;
        try {
            stage.user().accept(life);
            Instant until = Instant.now().plus(LONGEST);
            do {
                lane.keepRunning();
                found = life.state();
                if (found.equals(expected)) {
                    lane.awaitReady();
                    return "";
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            } while (Instant.now().isBefore(until));
            return found.difference(expected);
        } catch (AssertionError e) {
            return "  " + e.getMessage() + "\n" + life.state().difference(expected);
        }
    }

    /// Deletes what a failed life has left.
    private void end(Life life) {
        lane.faults().begin(null);
        life.delete("LoadTest");
        life.delete("FareModel");
        life.await(() -> life.state().isEmpty());
    }
}
