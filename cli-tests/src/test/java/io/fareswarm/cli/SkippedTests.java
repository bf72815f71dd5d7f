package io.fareswarm.cli;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/// Prints each skipped test with the reason, after the last test.
public final class SkippedTests implements TestExecutionListener {
    private final Queue<String> skipped = new ConcurrentLinkedQueue<>();

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        skipped.add("skipped %s: %s".formatted(test.getDisplayName(), reason));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            executionSkipped(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason"));
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        skipped.forEach(System.out::println);
    }
}
