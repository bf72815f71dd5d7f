package io.fareswarm.e2e.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/// Prints a line for each scenario that has ended, after a failed one what the operators logged last, and at the end a line
/// for each class and the sum of all.
public final class Lines implements TestExecutionListener {
    private static final String PASS = "pass";
    private static final String FAIL = "FAIL";
    private static final String SKIP = "SKIP";

    private final Map<String, Instant> started = new ConcurrentHashMap<>();
    private final Map<String, Counts> classes = new ConcurrentSkipListMap<>();
    private final Instant begun = Instant.now();

    /// Scenarios by how they ended, and the seconds that they took together.
    private record Counts(int passed, int failed, int skipped, long seconds) {
        private static final Counts NONE = new Counts(0, 0, 0, 0);

        static Counts of(String word, long seconds) {
            return new Counts(word.equals(PASS) ? 1 : 0, word.equals(FAIL) ? 1 : 0, word.equals(SKIP) ? 1 : 0, seconds);
        }

        Counts plus(Counts other) {
            return new Counts(passed + other.passed, failed + other.failed, skipped + other.skipped,
                    seconds + other.seconds);
        }

        String in(long time) {
            return "passed %d, failed %d, skipped %d, in %d s".formatted(passed, failed, skipped, time);
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        System.out.println();
        classes.forEach((type, counts) -> System.out.printf("%s: %s%n", type, counts.in(counts.seconds)));
        System.out.printf("All: %s%n", classes.values().stream().reduce(Counts.NONE, Counts::plus)
                .in(Duration.between(begun, Instant.now()).toSeconds()));
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        started.put(test.getUniqueId(), Instant.now());
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        count(test, SKIP, 0);
        System.out.printf("%s         %s: %s%n", SKIP, name(test), reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        boolean passed = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
        if (test.isContainer() && passed) {
            return;
        }
        Duration took = Duration.between(started.get(test.getUniqueId()), Instant.now());
        String word = passed ? PASS : result.getStatus() == TestExecutionResult.Status.ABORTED ? SKIP : FAIL;
        count(test, word, took.toSeconds());
        System.out.printf("%s  %4d s  %s%s%n", word, took.toSeconds(), name(test),
                result.getThrowable().map(why -> ": " + why.getMessage()).orElse(""));
        if (word.equals(FAIL)) {
            showOperators();
        }
    }

    private void count(TestIdentifier test, String word, long seconds) {
        String type = test.getSource().map(source -> switch (source) {
            case MethodSource method -> method.getClassName();
            case ClassSource whole -> whole.getClassName();
            default -> "";
        }).orElse("");
        classes.merge(simple(type), Counts.of(word, seconds), Counts::plus);
    }

    /// What would be gone with the cluster. Never a second failure.
    private static void showOperators() {
        String pods = show("get pods -A --no-headers -l app.kubernetes.io/component=operator");
        show("get leases -A");
        show("get loadtests,faremodels -A");
        pods.lines().map(line -> line.trim().split(" +")).filter(words -> words.length > 2)
                .forEach(words -> show("logs --tail=60 -n " + words[0] + " " + words[1]));
    }

    private static String show(String words) {
        Command command = new Kubectl(Place.admin(), "default").attempt("", words.split(" "));
        String text = command.out() + command.err();
        System.out.printf("  kubectl %s%n%s%n", words, text.indent(4));
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
