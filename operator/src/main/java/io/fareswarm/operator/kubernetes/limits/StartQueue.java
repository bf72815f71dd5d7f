package io.fareswarm.operator.kubernetes.limits;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;

import io.fareswarm.operator.run.Admission;

/// Queue of resources whose run or training is ready to begin but exceeds the limits. The next one is of the namespace with
/// the fewest in progress, and there the oldest. One that its namespace's limits hold back does not hold back others, nor does
/// one that did not ask again for a while, for example because its reconciliations fail.
/// Thread-safe.
public final class StartQueue {
    /// Time after its last question in which a resource counts as waiting. The reconcilers repeat it every 10 s.
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final StartLimits limits;
    private final Clock time;
    private final Map<String, QueuedStart> active = new HashMap<>();
    private final Map<String, QueuedStart> waiting = new HashMap<>();
    private Consumer<ResourceID> wake = _ -> {};

    private record QueuedStart(ResourceID id, String namespace, Instant createdAt, Demand demand, Instant askedAt) {}

    public StartQueue(StartLimits limits, Clock time) {
        this.limits = limits;
        this.time = time;
    }

    private QueuedStart entry(HasMetadata resource, Demand demand) {
        return new QueuedStart(ResourceID.fromResource(resource), resource.getMetadata().getNamespace(),
                Instant.parse(resource.getMetadata().getCreationTimestamp()), demand, time.instant());
    }

    /// @param wake starts a reconciliation of a resource that may begin now
    public synchronized void onFree(Consumer<ResourceID> wake) {
        this.wake = wake;
    }

    /// Asks whether a resource may begin. It has its place until [#leave], or else it waits.
    public synchronized Admission enter(HasMetadata resource, Demand demand) {
        String uid = resource.getMetadata().getUid();
        QueuedStart entry = entry(resource, demand);
        if (active.containsKey(uid)) {
            active.put(uid, entry);
            return new Admission.Admitted();
        }
        Optional<String> tooLarge = limits.tooLarge(demand);
        if (tooLarge.isPresent()) {
            waiting.remove(uid);
            return new Admission.TooLarge(tooLarge.get());
        }
        waiting.put(uid, entry);
        Optional<String> obstacle = obstacle(entry);
        if (obstacle.isPresent()) {
            return new Admission.Queued(obstacle.get() + "; the oldest one begins next");
        }
        boolean isNext = next().filter(entry::equals).isPresent();
        if (isNext) {
            waiting.remove(uid);
            active.put(uid, entry);
        }
        wakeNext();
        return isNext ? new Admission.Admitted() : new Admission.Queued("others begin before");
    }

    /// Reason why a resource in progress may not have a higher arrival rate; empty if it may.
    public synchronized Optional<String> exceeded(HasMetadata resource, Demand wanted) {
        QueuedStart held = active.get(resource.getMetadata().getUid());
        if (held == null || wanted.rate() <= held.demand().rate()) {
            return Optional.empty();
        }
        List<Demand> others = inNamespace(held);
        others.remove(held.demand());
        return limits.obstacle(0, others, wanted);
    }

    /// Gives a resource that is in progress its place, also beyond the limits.
    public synchronized void hold(HasMetadata resource, Demand demand) {
        waiting.remove(resource.getMetadata().getUid());
        active.put(resource.getMetadata().getUid(), entry(resource, demand));
    }

    /// Removes a resource that is not in progress and does not wait.
    public synchronized void leave(HasMetadata resource) {
        remove(resource.getMetadata().getUid());
    }

    /// Removes all resources but these.
    ///
    /// @param uids UIDs of the existing resources
    public synchronized void retain(Set<String> uids) {
        waiting.keySet().retainAll(uids);
        List.copyOf(active.keySet()).stream().filter(uid -> !uids.contains(uid)).forEach(this::remove);
    }

    /// Number of resources that wait.
    public synchronized int waiting() {
        return waiting.size();
    }

    private void remove(String uid) {
        boolean wasWaiting = waiting.remove(uid) != null;
        if (active.remove(uid) != null || wasWaiting) {
            wakeNext();
        }
    }

    private void wakeNext() {
        next().map(QueuedStart::id).ifPresent(wake);
    }

    private Optional<String> obstacle(QueuedStart entry) {
        return limits.obstacle(active.size(), inNamespace(entry), entry.demand());
    }

    private List<Demand> inNamespace(QueuedStart entry) {
        return active.values().stream().filter(other -> other.namespace().equals(entry.namespace()))
                .map(QueuedStart::demand).collect(Collectors.toCollection(ArrayList::new));
    }

    private Optional<QueuedStart> next() {
        Instant least = time.instant().minus(PATIENCE);
        return waiting.values().stream().filter(entry -> !entry.askedAt().isBefore(least))
                .filter(entry -> obstacle(entry).isEmpty())
                .min(Comparator.comparingInt((QueuedStart entry) -> inNamespace(entry).size())
                        .thenComparing(QueuedStart::createdAt)
                        .thenComparing(entry -> entry.id().toString()));
    }
}
