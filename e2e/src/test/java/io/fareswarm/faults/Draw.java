package io.fareswarm.faults;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/// The order in which faults are drawn; pure. Each life has one fault in each stage. The kinds take turns, and the points of
/// a kind are shuffled, so that the beginning of the order has every kind and points all over the life.
final class Draw {
    /// The faults of one life.
    ///
    /// @param faults one for each stage; null for a stage without a fault
    record Planned(Scenario scenario, List<@Nullable Fault> faults) {}

    private Draw() {}

    /// All faults at all points.
    ///
    /// @param points number of writes and of watch events of each stage, by `SCENARIO.STAGE`
    static List<Planned> all(List<Scenario> scenarios, Map<String, StageRecord> points, long seed) {
        List<List<Planned>> byScenario = new ArrayList<>();
        for (int index = 0; index < scenarios.size(); index++) {
            byScenario.add(lives(scenarios.get(index), points, new Random(seed + index)));
        }
        List<Planned> order = new ArrayList<>();
        int most = byScenario.stream().mapToInt(List::size).max().orElse(0);
        for (int life = 0; life < most; life++) {
            for (List<Planned> lives : byScenario) {
                if (life < lives.size()) {
                    order.add(lives.get(life));
                }
            }
        }
        return order;
    }

    private static List<Planned> lives(Scenario scenario, Map<String, StageRecord> points, Random random) {
        List<Queue<Fault>> stages = new ArrayList<>();
        for (int stage = 0; stage < scenario.stages().size(); stage++) {
            stages.add(turns(scenario.name(), scenario.stages().get(stage).name(), points, stage, random));
        }
        List<Planned> lives = new ArrayList<>();
        while (stages.stream().anyMatch(stage -> !stage.isEmpty())) {
            List<@Nullable Fault> faults = new ArrayList<>();
            stages.forEach(stage -> faults.add(stage.poll()));
            lives.add(new Planned(scenario, faults));
        }
        return lives;
    }

    private static Queue<Fault> turns(String scenario, String stage, Map<String, StageRecord> points, int offset,
            Random random) {
        StageRecord record = points.get(scenario + "." + stage);
        List<Queue<Fault>> kinds = new ArrayList<>();
        for (FaultKind kind : FaultKind.values()) {
            int most = record == null ? 0 : kind.isOfWatch() ? record.events() : record.writes();
            List<Fault> faults = new ArrayList<>(IntStream.rangeClosed(1, most)
                    .mapToObj(number -> new Fault(scenario, stage, kind, number)).toList());
            Collections.shuffle(faults, random);
            kinds.add(new ArrayDeque<>(faults));
        }
        // The stages of one life have different kinds.
        Collections.shuffle(kinds, random);
        Collections.rotate(kinds, offset);
        Queue<Fault> turns = new ArrayDeque<>();
        while (kinds.stream().anyMatch(kind -> !kind.isEmpty())) {
            kinds.stream().filter(kind -> !kind.isEmpty()).forEach(kind -> turns.add(kind.remove()));
        }
        return turns;
    }

    /// Lives with these faults only.
    ///
    /// @throws IllegalArgumentException for a scenario or a stage that does not exist
    static List<Planned> of(List<Scenario> scenarios, List<Fault> faults) {
        return faults.stream().map(fault -> {
            Scenario scenario = scenarios.stream().filter(one -> one.name().equals(fault.scenario()))
                    .filter(one -> one.stages().stream().anyMatch(stage -> stage.name().equals(fault.stage())))
                    .findFirst().orElseThrow(() -> new IllegalArgumentException(
                            "expected a stage of %s, found %s".formatted(names(scenarios), fault)));
            List<@Nullable Fault> only = new ArrayList<>();
            scenario.stages().forEach(stage -> only.add(stage.name().equals(fault.stage()) ? fault : null));
            return new Planned(scenario, only);
        }).toList();
    }

    private static List<String> names(List<Scenario> scenarios) {
        return scenarios.stream().flatMap(
                scenario -> scenario.stages().stream().map(stage -> scenario.name() + "." + stage.name())).toList();
    }
}
