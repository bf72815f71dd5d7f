package io.fareswarm.operator.kubernetes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Condition;

/// The statuses of one kind: what was written last, and when the next may be written.
///
/// The operator is the only writer of statuses, so what it wrote is newer than what its caches show. A status that differs
/// only in figures waits until two seconds have passed since the last one of its resource, and there are no more than
/// [#PER_SECOND] such writes a second over all resources.
///
/// @param <S> of the status
/// @param <R> of the resource
public final class StatusWriter<S, R extends CustomResource<?, S>> {
    /// Writes of mere figures a second, over all resources.
    static final int PER_SECOND = 20;
    /// What the operator's clock may be behind that of the API server.
    private static final Duration SKEW = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private record Written<S>(S status, Instant at) {}

    private final Function<S, @Nullable List<Condition>> conditions;
    private final Cluster cluster;
    private final OperatorMetrics counters;
    private final Clock time;
    private final Map<String, Written<S>> written = new ConcurrentHashMap<>();
    private long second;
    private int inSecond;

    /// @param conditions of a status
    public StatusWriter(Function<S, @Nullable List<Condition>> conditions, Cluster cluster, OperatorMetrics counters,
            Clock time) {
        this.conditions = conditions;
        this.cluster = cluster;
        this.counters = counters;
        this.time = time;
    }

    /// The status that was written last; null when there is none.
    public @Nullable S known(R resource) {
        Written<S> last = written.get(resource.getMetadata().getUid());
        if (last != null) {
            return last.status();
        }
        S found = resource.getStatus();
        return found == null || isOlder(found, resource) ? null : found;
    }

    /// Whether a status speaks of a resource that had the name before: the last word on one that is deleted lands on its
    /// successor when that comes at once, since the server goes by the name alone.
    private boolean isOlder(S status, R resource) {
        return Objects.requireNonNullElse(conditions.apply(status), List.<Condition>of()).stream()
                .map(condition -> Instant.parse(condition.lastTransitionTime())).max(Comparator.naturalOrder())
                .filter(last -> last.plus(SKEW).isBefore(Instant.parse(resource.getMetadata().getCreationTimestamp())))
                .isPresent();
    }

    /// Writes a status if it is another one and it is its time.
    ///
    /// @param empty a new resource of the same kind, which takes the status
    /// @param pressing whether more than figures has changed
    /// @return whether it was written
    public boolean write(R resource, R empty, S status, boolean pressing) {
        if (Objects.equals(status, known(resource)) || !(pressing || mayWrite(resource))) {
            return false;
        }
        empty.setMetadata(new ObjectMetaBuilder().withName(resource.getMetadata().getName())
                .withNamespace(resource.getMetadata().getNamespace()).build());
        empty.setStatus(status);
        cluster.applyStatus(empty);
        written.put(resource.getMetadata().getUid(), new Written<>(status, time.instant()));
        counters.statusWritten(resource.getKind());
        return true;
    }

    /// Forgets what is gone.
    ///
    /// @param uids of the resources that are there
    public void retain(Set<String> uids) {
        written.keySet().retainAll(uids);
    }

    private boolean mayWrite(R resource) {
        Instant now = time.instant();
        Written<S> last = written.get(resource.getMetadata().getUid());
        return (last == null || !now.isBefore(last.at().plus(PAUSE))) && take(now.getEpochSecond());
    }

    private synchronized boolean take(long now) {
        if (now != second) {
            second = now;
            inSecond = 0;
        }
        return inSecond++ < PER_SECOND;
    }
}
