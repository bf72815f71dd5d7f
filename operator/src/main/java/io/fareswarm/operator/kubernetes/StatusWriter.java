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

/// Status writer of one kind, with a rate limit.
///
/// Only the operator may write statuses. So its own last status takes precedence over the one in its caches, and replaces a
/// status that somebody else wrote. A change that may wait, because it is one of figures, is written after a pause, and at
/// most [#PER_SECOND] such changes are written per second over all resources.
///
/// @param <S> type of the status
/// @param <R> type of the resource
public final class StatusWriter<S, R extends CustomResource<?, S>> {
    /// Maximum number of writes per second that change only figures, over all resources.
    static final int PER_SECOND = 20;
    /// How far the operator's clock may be behind the API server's.
    private static final Duration SKEW = Duration.ofSeconds(5);

    private record Written<S>(S status, Instant at, long version) {}

    private final Function<S, @Nullable List<Condition>> conditions;
    private final Cluster cluster;
    private final OperatorMetrics counters;
    private final Clock time;
    private final Map<String, Written<S>> written = new ConcurrentHashMap<>();
    private long second;
    private int inSecond;

    /// @param conditions returns the conditions of a status
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

    /// Whether a status belongs to a deleted resource of the same name. A late write can reach the new resource, because the
    /// API server identifies it by name alone.
    private boolean isOlder(S status, R resource) {
        return Objects.requireNonNullElse(conditions.apply(status), List.<Condition>of()).stream()
                .map(condition -> Instant.parse(condition.lastTransitionTime())).max(Comparator.naturalOrder())
                .filter(last -> last.plus(SKEW).isBefore(Instant.parse(resource.getMetadata().getCreationTimestamp())))
                .isPresent();
    }

    /// Whether somebody else wrote a status after the last write.
    private boolean isOverwritten(R resource) {
        Written<S> last = written.get(resource.getMetadata().getUid());
        return last != null && Cluster.version(resource) > last.version()
                && !last.status().equals(resource.getStatus());
    }

    /// Writes a status if it differs from the last one and the rate limit allows it, or if somebody else has overwritten the
    /// last one.
    ///
    /// @param empty a new resource of the same kind, into which the status is written
    /// @param pause minimum time after the last write; zero for a change that must not wait, to which no limit applies
    /// @return whether it was written
    public boolean write(R resource, R empty, S status, Duration pause) {
        if (!isOverwritten(resource)
                && (Objects.equals(status, known(resource)) || !(pause.isZero() || mayWrite(resource, pause)))) {
            return false;
        }
        empty.setMetadata(new ObjectMetaBuilder().withName(resource.getMetadata().getName())
                .withNamespace(resource.getMetadata().getNamespace()).build());
        empty.setStatus(status);
        long version = cluster.applyStatus(empty);
        written.put(resource.getMetadata().getUid(), new Written<>(status, time.instant(), version));
        counters.statusWritten(resource.getKind());
        return true;
    }

    /// Drops the state of deleted resources.
    ///
    /// @param uids of the existing resources
    public void retain(Set<String> uids) {
        written.keySet().retainAll(uids);
    }

    private boolean mayWrite(R resource, Duration pause) {
        Instant now = time.instant();
        Written<S> last = written.get(resource.getMetadata().getUid());
        return (last == null || !now.isBefore(last.at().plus(pause))) && take(now.getEpochSecond());
    }

    private synchronized boolean take(long now) {
        if (now != second) {
            second = now;
            inSecond = 0;
        }
        return inSecond++ < PER_SECOND;
    }
}
