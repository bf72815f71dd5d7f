package io.fareswarm.faults;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.fareswarm.e2e.cluster.Command;
import io.fareswarm.reconcile.OperatorProcess;

/// The fault suite's command; `e2e/faults` starts it. Exit status: 0 if the world converged after every fault, 1 if not, 2 for
/// bad arguments.
public final class FaultSweep {
    private final SweepOptions options;
    private final CountingTarget target = new CountingTarget(InetAddress.getLoopbackAddress());
    private final Map<String, StageRecord> records = new ConcurrentHashMap<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final AtomicInteger lives = new AtomicInteger();
    private final Instant begin = Instant.now();

    private FaultSweep(SweepOptions options) {
        this.options = options;
    }

    /// @param arguments as `e2e/faults` describes them
    public static void main(String[] arguments) throws InterruptedException {
        SweepOptions options;
        try {
            options = SweepOptions.of(Arrays.asList(arguments));
            Draw.of(Scenario.all(), options.faults());
        } catch (IllegalArgumentException e) {
            System.err.println("e2e/faults: " + e.getMessage());
            System.exit(2);
            return;
        }
        System.exit(new FaultSweep(options).run() ? 0 : 1);
    }

    private boolean run() throws InterruptedException {
        say("seed %d: repeat with e2e/faults --seed %d".formatted(options.seed(), options.seed()));
        OperatorProcess.install();
        allowLeases();
        List<Lane> lanes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 1; number <= options.lanes(); number++) {
                lanes.add(new Lane(number));
            }
            List<Scenario> scenarios = Scenario.all();
            List<Future<?>> recorded = new ArrayList<>();
            for (int index = 0; index < scenarios.size(); index++) {
                Lane lane = lanes.get(index % lanes.size());
                Scenario scenario = scenarios.get(index);
                recorded.add(threads.submit(() -> {
                    synchronized (lane) {
                        record(lane, scenario);
                    }
                }));
            }
            await(recorded);
            Iterator<Draw.Planned> order = (options.faults().isEmpty()
                    ? Draw.all(scenarios, records, options.seed())
                    : Draw.of(scenarios, options.faults())).iterator();
            await(lanes.stream().<Future<?>>map(lane -> threads.submit(() -> work(lane, order))).toList());
        } finally {
            lanes.forEach(Lane::close);
            target.close();
        }
        return report();
    }

    /// Gives the operators of all lanes the right to have a Lease each. The chart allows one.
    private static void allowLeases() {
        Command.run("", List.of("kubectl", "create", "role", "lanes", "--namespace", "fareswarm",
                "--verb", "get,create,update,patch", "--resource", "leases.coordination.k8s.io")).output();
        Command.run("", List.of("kubectl", "create", "rolebinding", "lanes", "--namespace", "fareswarm", "--role",
                "lanes", "--serviceaccount", "fareswarm:fareswarm")).output();
    }

    private static void await(List<Future<?>> futures) throws InterruptedException {
        for (Future<?> future : futures) {
            try {
                future.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("expected a lane to work, found an error", e.getCause());
            }
        }
    }

    private void record(Lane lane, Scenario scenario) {
        Map<String, StageRecord> found = new LifeRunner(lane, target).record(scenario, name(scenario));
        found.forEach((stage, record) -> say("%s without a fault: %d writes, %d events of watches, %d objects"
                .formatted(stage, record.writes(), record.events(), record.state().objects().size())));
        records.putAll(found);
    }

    private String name(Scenario scenario) {
        return "%s%04d".formatted(scenario.name(), lives.incrementAndGet());
    }

    private void work(Lane lane, Iterator<Draw.Planned> order) {
        while (true) {
            Draw.Planned next;
            synchronized (order) {
                if (!order.hasNext() || Instant.now().isAfter(begin.plus(options.longest()))) {
                    return;
                }
                next = order.next();
            }
            List<Outcome> found = new LifeRunner(lane, target).run(next, records, name(next.scenario()));
            synchronized (outcomes) {
                found.forEach(this::print);
                outcomes.addAll(found);
            }
        }
    }

    private void print(Outcome outcome) {
        if (!outcome.isConverged()) {
            say("FAILED %s, struck %s%n%s".formatted(outcome.fault(),
                    outcome.isDrawn() ? outcome.struck() : "nothing", outcome.difference()));
        } else if (options.isVerbose()) {
            say("%s, struck %s".formatted(outcome.fault(), outcome.isDrawn() ? outcome.struck() : "nothing"));
        }
    }

    private boolean report() {
        Map<FaultKind, List<Outcome>> byKind = new EnumMap<>(FaultKind.class);
        outcomes.stream().filter(outcome -> outcome.isDrawn() || !outcome.isConverged())
                .forEach(outcome -> byKind.computeIfAbsent(outcome.fault().kind(), _ -> new ArrayList<>())
                        .add(outcome));
        System.out.printf("%-16s %8s %10s%n", "fault", "struck", "converged");
        byKind.forEach((kind, of) -> System.out.printf("%-16s %8d %10d%n", kind, of.size(),
                of.stream().filter(Outcome::isConverged).count()));
        List<Outcome> failed = outcomes.stream().filter(outcome -> !outcome.isConverged()).toList();
        long struck = outcomes.stream().filter(Outcome::isDrawn).count();
        say("%d faults struck in %d lives, %d came after the last write of their stage; %d did not converge; %d s"
                .formatted(
                        struck, lives.get() - Scenario.all().size(), outcomes.size() - struck, failed.size(),
                        Duration.between(begin, Instant.now()).toSeconds()));
        failed.forEach(outcome -> System.out.println("repeat with: e2e/faults " + outcome.fault()));
        return failed.isEmpty();
    }

    private static void say(String line) {
        System.out.println("e2e/faults: " + line);
    }
}
