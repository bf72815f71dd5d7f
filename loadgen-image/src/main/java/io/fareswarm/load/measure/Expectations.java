package io.fareswarm.load.measure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Durations;
import io.fareswarm.api.Task;

/// The expectations of all tasks: the statuses, body values and latencies that count as success.
public final class Expectations {
    private final List<String> names;
    private final String[] texts;
    private final boolean[][] expected;
    private final @Nullable BodyCheck[] bodies;
    private final long[] slowest;
    private final String[] slow;

    /// @throws IllegalArgumentException if a task has no expected status, or a text that is neither a status nor a
    /// status class
    public Expectations(List<Task> tasks) {
        names = tasks.stream().map(Task::name).toList();
        texts = new String[tasks.size()];
        expected = new boolean[tasks.size()][TaskCounts.STATUSES];
        bodies = new BodyCheck[texts.length];
        slowest = new long[texts.length];
        slow = new String[texts.length];
        for (int i = 0; i < texts.length; i++) {
            Task task = tasks.get(i);
            if (task.expect() == null || task.expect().status() == null || task.expect().status().isEmpty()) {
                throw new IllegalArgumentException(
                        "expected expect.status with at least one status in task '" + task.name() + "', found none");
            }
            texts[i] = String.join(" or ", task.expect().status());
            for (String status : task.expect().status()) {
                expect(expected[i], status);
            }
            Task.JsonPointer pointer = task.expect().jsonPointer();
            bodies[i] = pointer == null ? null : new BodyCheck(pointer);
            Task.Latency latency = task.expect().latency();
            slowest[i] = latency == null ? Long.MAX_VALUE : Durations.parse(latency.max()).toNanos();
            slow[i] = latency == null ? "" : "expected a response within " + latency.max() + ", found a later one";
        }
    }

    private static void expect(boolean[] statuses, String text) {
        if (!text.matches("[1-5]([0-9][0-9]|xx)")) {
            throw new IllegalArgumentException(
                    "expected a status such as 200 or a class such as 4xx, found '" + text + "'");
        }
        boolean isClass = text.endsWith("xx");
        int first = isClass ? (text.charAt(0) - '0') * 100 : Integer.parseInt(text);
        int last = isClass ? first + 99 : first;
        for (int status = first; status <= last; status++) {
            statuses[status - TaskCounts.LOWEST_STATUS] = true;
        }
    }

    /// The tasks' names, in the order of the slice.
    public List<String> names() {
        return names;
    }

    /// Whether the task counts a status, from 100 to 599, as success.
    public boolean isExpected(int task, int status) {
        return expected[task][status - TaskCounts.LOWEST_STATUS];
    }

    /// The check of the task's response bodies; null if the task expects nothing in the body.
    @Nullable
    BodyCheck body(int task) {
        return bodies[task];
    }

    /// Whether a latency, in nanoseconds, exceeds the maximum that the task expects.
    boolean isSlow(int task, long latency) {
        return latency > slowest[task];
    }

    /// The error detail of a slow response.
    String explainSlow(int task) {
        return slow[task];
    }

    /// The error detail of a response with an unexpected status.
    String explain(int task, int status) {
        return "expected " + texts[task] + ", found " + status;
    }
}
