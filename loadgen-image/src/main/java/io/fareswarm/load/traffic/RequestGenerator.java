package io.fareswarm.load.traffic;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Task;
import io.fareswarm.digest.KeyedHash;
import io.fareswarm.protocol.KeyReference;

/// Generator of a run's requests. A request's key (source, number) and the seed determine its task and content; the
/// worker and earlier requests do not matter. For one thread.
public final class RequestGenerator {
    /// The source number of all arrivals. A user's source number is the user's number.
    public static final long ARRIVALS = -1;

    private static final int MAX_TASKS = 100;
    private static final int MAX_WEIGHT = 1_000_000;

    private final long seed;
    private final KeyedRandom random = new KeyedRandom();
    private final TaxiFaker faker = new TaxiFaker(random);
    private final RideWriter rides = new RideWriter(faker.ride());
    private final RequestTemplate[] templates;
    private final int[] weightsUpTo;
    private final boolean[] hasSecret;
    private final ReferencedFiles references;

    /// Compiles the tasks.
    ///
    /// @param base the part that follows from the target
    /// @param references the Secrets and ConfigMaps of the tasks
    /// @throws IllegalArgumentException if there is no task, there are too many, or one is not usable
    public RequestGenerator(List<Task> tasks, RequestBase base, long seed,
            ReferencedFiles references) {
        if (tasks == null || tasks.isEmpty() || tasks.size() > MAX_TASKS) {
            throw new IllegalArgumentException(
                    "expected 1 to " + MAX_TASKS + " tasks, found " + (tasks == null ? 0 : tasks.size()));
        }
        this.seed = seed;
        this.references = references;
        templates = new RequestTemplate[tasks.size()];
        weightsUpTo = new int[tasks.size()];
        hasSecret = new boolean[tasks.size()];
        int weights = 0;
        for (int i = 0; i < templates.length; i++) {
            Task task = tasks.get(i);
            check(task);
            weights += task.weight();
            weightsUpTo[i] = weights;
            hasSecret[i] = task.request().headers() != null
                    && task.request().headers().stream().anyMatch(header -> header.secret() != null);
            try {
                DataRows rows = rows(task.request().data(), references);
                templates[i] = new RequestTemplate(task.request(), base,
                        new ExpressionCompiler(random, faker, rows, null), rows, references);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("task '" + task.name() + "': " + e.getMessage(), e);
            }
        }
    }

    private static void check(Task task) {
        Task.Request request = task.request();
        if (task.name() == null || task.weight() < 1 || task.weight() > MAX_WEIGHT || request == null
                || request.method() == null) {
            throw new IllegalArgumentException("expected a task with a name, a weight from 1 to " + MAX_WEIGHT
                    + " and a request with a method, found " + task.name());
        }
    }

    private static @Nullable DataRows rows(Task.@Nullable Data data, ReferencedFiles references) {
        if (data == null) {
            return null;
        }
        Task.RowOrder order = data.order() == null ? Task.RowOrder.sequential : data.order();
        if (data.csv() != null) {
            return new DataRows(data.csv(), order);
        } else if (data.configMap() == null) {
            throw new IllegalArgumentException("expected one of csv, configMap in request.data, found none");
        }
        return new DataRows(references.text(KeyReference.configMap("request.data.configMap", data.configMap())),
                order);
    }

    /// The text without the secrets of the requests.
    public String hide(String text) {
        return references.hide(text);
    }

    /// Whether the task's requests carry a secret.
    public boolean hasSecret(int task) {
        return hasSecret[task];
    }

    /// Index in the slice of a request's task.
    public int task(long source, long number) {
        random.setSeed(KeyedHash.of(seed, source, number));
        return drawTask();
    }

    /// Draws a request into a buffer.
    public void draw(long source, long number, RequestBuffer into) {
        random.setSeed(KeyedHash.of(seed, source, number));
        int task = drawTask();
        into.begin(task);
        templates[task].draw(into, rides, seed, source, number);
    }

    /// Whether the task's method is HEAD. Its responses have no body, whatever their Content-Length.
    public boolean isHead(int task) {
        return templates[task].isHead();
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
