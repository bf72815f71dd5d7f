package io.fareswarm.operator.kubernetes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/// Periodically evicts in-memory state of deleted resources: without finalizers no reconciliation reports a deletion.
public final class StateEviction {
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final Clock time;
    private final List<Consumer<Set<String>>> states;
    private Instant last = Instant.EPOCH;

    /// @param states each receives the UIDs of all existing resources and drops the state of others
    public StateEviction(Clock time, List<Consumer<Set<String>>> states) {
        this.time = time;
        this.states = states;
    }

    /// Evicts, at most twice a minute.
    public <P extends HasMetadata> void run(Context<P> context) {
        if (isDue()) {
            Set<String> existing = context.getPrimaryCache().list(_ -> true).map(one -> one.getMetadata().getUid())
                    .collect(Collectors.toSet());
            states.forEach(state -> state.accept(existing));
        }
    }

    private synchronized boolean isDue() {
        Instant now = time.instant();
        boolean due = !now.isBefore(last.plus(INTERVAL));
        last = due ? now : last;
        return due;
    }
}
