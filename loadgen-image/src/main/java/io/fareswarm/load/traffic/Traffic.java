package io.fareswarm.load.traffic;

import java.util.List;
import java.util.regex.Pattern;

import io.fareswarm.api.Task;
import io.fareswarm.load.pace.Keys;

import static java.nio.charset.StandardCharsets.US_ASCII;

/// The requests of a run. Request (source, number) of a seed is always the same one, whoever asks and however often:
/// task and content depend on nothing else. For one thread.
public final class Traffic {
    /// The source of all arrivals; a user's source is its number.
    public static final long ARRIVALS = -1;

    private static final int MAX_TASKS = 100;
    private static final int MAX_WEIGHT = 1_000_000;

    /// Nothing in it can end the request line.
    private static final Pattern PATH = Pattern.compile("/[!-~]{0,4095}");

    private final long seed;
    private final KeyedRandom random = new KeyedRandom();
    private final RideWriter rides = new RideWriter(new TaxiFaker(random).ride());
    private final Form[] forms;
    private final int[] weightsUpTo;

    /// What a task's requests have in common.
    private static final class Form {
        /// Up to `Content-Length: ` with a body, the whole request without.
        private final byte[] head;
        private final boolean ride;
        /// Fields left out of the ride.
        private final int drop;
        private final boolean bodiless;

        Form(StringBuilder head, boolean ride, int drop, boolean bodiless) {
            this.head = head.toString().getBytes(US_ASCII);
            this.ride = ride;
            this.drop = drop;
            this.bodiless = bodiless;
        }
    }

    /// @param authority the target's host and port as the Host header names it
    /// @param basePath comes before each task's path; empty or begins with a slash
    /// @throws IllegalArgumentException when there is no task or too many, or one is not usable
    public Traffic(List<Task> tasks, String authority, String basePath, long seed) {
        if (tasks == null || tasks.isEmpty() || tasks.size() > MAX_TASKS) {
            throw new IllegalArgumentException(
                    "expected 1 to " + MAX_TASKS + " tasks, found " + (tasks == null ? 0 : tasks.size()));
        }
        this.seed = seed;
        forms = new Form[tasks.size()];
        weightsUpTo = new int[tasks.size()];
        int weights = 0;
        for (int i = 0; i < forms.length; i++) {
            Task task = tasks.get(i);
            check(task);
            weights += task.weight();
            weightsUpTo[i] = weights;
            forms[i] = form(task.request(), authority, basePath);
        }
    }

    private static void check(Task task) {
        Task.Request request = task.request();
        if (task.name() == null || task.weight() < 1 || task.weight() > MAX_WEIGHT || request == null
                || request.method() == null || (request.body() != null && request.body().ride() == null)) {
            throw new IllegalArgumentException("expected a task with a name, a weight from 1 to " + MAX_WEIGHT
                    + " and a request with a method, found " + task);
        }
        if (request.path() == null || !PATH.matcher(request.path()).matches()) {
            throw new IllegalArgumentException("expected request.path as / and printable characters in task '"
                    + task.name() + "', found " + request.path());
        }
    }

    private static Form form(Task.Request request, String authority, String basePath) {
        StringBuilder head = new StringBuilder(256).append(request.method()).append(' ').append(basePath)
                .append(request.path()).append(" HTTP/1.1\r\nHost: ").append(authority)
                .append("\r\nUser-Agent: fareswarm\r\nAccept: */*\r\n");
        boolean bodiless = request.method() == Task.Method.HEAD;
        if (request.body() != null) {
            head.append("Content-Type: application/json\r\nContent-Length: ");
            return new Form(head, true, request.body().ride().drop(), bodiless);
        }
        switch (request.method()) {
            // A method that gives content a meaning says that there is none.
            case POST, PUT, PATCH -> head.append("Content-Length: 0\r\n\r\n");
            case GET, DELETE, HEAD, OPTIONS -> head.append("\r\n");
        }
        return new Form(head, false, 0, bodiless);
    }

    /// A buffer with room for any of these requests.
    public Request newRequest() {
        int longest = 0;
        for (Form form : forms) {
            longest = Math.max(longest, form.head.length);
        }
        return new Request(longest, RideWriter.MAX_BYTES);
    }

    /// Which task that request is of, by its place in the slice.
    public int task(long source, long number) {
        random.setSeed(Keys.of(seed, source, number));
        return drawTask();
    }

    /// Draws that request.
    public void draw(long source, long number, Request into) {
        random.setSeed(Keys.of(seed, source, number));
        int task = drawTask();
        Form form = forms[task];
        into.begin(task);
        if (form.ride) {
            rides.write(into, form.drop);
            into.endWithBody(form.head);
        } else {
            into.endWithoutBody(form.head);
        }
    }

    /// Whether answers to this task have no body, whatever their heads say: it asks with HEAD.
    public boolean isBodiless(int task) {
        return forms[task].bodiless;
    }

    private int drawTask() {
        int draw = random.nextInt(weightsUpTo[weightsUpTo.length - 1]);
        int task = 0;
        while (draw >= weightsUpTo[task]) {
            task++;
        }
        return task;
    }
}
