package io.fareswarm.e2e.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/// Test listener that prints a line for each scenario that ended, and the operators' last log lines after a failed one.
/// At the end it prints the counts and every skipped scenario.
public final class ScenarioLog implements TestExecutionListener {
    private static final String PASS = "pass";
    private static final String FAIL = "FAIL";
    private static final String SKIP = "SKIP";

    private final Map<String, Instant> started = new ConcurrentHashMap<>();
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final Queue<String> skipped = new ConcurrentLinkedQueue<>();
    private final Instant startedAt = Instant.now();

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        System.out.printf("%nPassed %d, failed %d, skipped %d, in %d s%n", counts.getOrDefault(PASS, 0),
                counts.getOrDefault(FAIL, 0), counts.getOrDefault(SKIP, 0),
                Duration.between(startedAt, Instant.now()).toSeconds());
        skipped.forEach(System.out::println);
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        started.put(test.getUniqueId(), Instant.now());
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        counts.merge(SKIP, 1, Integer::sum);
        skipped.add("%s  %s: %s".formatted(SKIP, name(test), reason));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        boolean passed = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
        if (test.isContainer() && passed) {
            return;
        }
        Duration took = Duration.between(started.get(test.getUniqueId()), Instant.now());
        String label = passed ? PASS : result.getStatus() == TestExecutionResult.Status.ABORTED ? SKIP : FAIL;
        counts.merge(label, 1, Integer::sum);
        String outcome = name(test) + result.getThrowable().map(why -> ": " + why.getMessage()).orElse("");
        System.out.printf("%s  %4d s  %s%n", label, took.toSeconds(), outcome);
        if (label.equals(SKIP)) {
            skipped.add(SKIP + "  " + outcome);
        }
        if (label.equals(FAIL)) {
            showOperators();
        }
    }

    /// Prints the state that would be lost with the cluster. Errors of kubectl are ignored.
    private static void showOperators() {
        String pods = show("get pods -A --no-headers -l app.kubernetes.io/component=operator");
        show("get leases -A");
        show("get loadtests,faremodels -A");
        pods.lines().map(line -> line.trim().split(" +")).filter(columns -> columns.length > 2)
                .forEach(columns -> show("logs --tail=60 -n " + columns[0] + " " + columns[1]));
    }

    private static String show(String arguments) {
        Command command = new Kubectl(SuiteEnvironment.admin(), "default").attempt("", arguments.split(" "));
        String text = command.out() + command.err();
        System.out.printf("  kubectl %s%n%s%n", arguments, text.indent(4));
        return command.out();
    }

    private static String name(TestIdentifier test) {
        return test.getSource().map(source -> switch (source) {
            case MethodSource method -> simple(method.getClassName()) + " " + test.getDisplayName();
            case ClassSource type -> simple(type.getClassName());
            default -> test.getDisplayName();
        }).orElse(test.getDisplayName());
    }

    private static String simple(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }
}
