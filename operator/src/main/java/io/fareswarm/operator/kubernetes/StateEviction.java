package io.fareswarm.operator.kubernetes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/// Periodically evicts in-memory state of deleted resources: without finalizers no reconciliation reports a deletion.
public final class StateEviction {
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final Clock time;
    private Instant last = Instant.EPOCH;

    public StateEviction(Clock time) {
        this.time = time;
    }

    /// Calls `retain`, at most twice a minute.
    ///
    /// @param retain receives the UIDs of all existing resources and drops the state of others
    public <P extends HasMetadata> void run(Context<P> context, Consumer<Set<String>> retain) {
        if (isDue()) {
            retain.accept(context.getPrimaryCache().list(_ -> true).map(one -> one.getMetadata().getUid())
                    .collect(Collectors.toSet()));
        }
    }

    private synchronized boolean isDue() {
        Instant now = time.instant();
        boolean due = !now.isBefore(last.plus(INTERVAL));
        last = due ? now : last;
        return due;
    }
}
