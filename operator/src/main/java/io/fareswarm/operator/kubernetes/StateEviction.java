package io.fareswarm.operator.kubernetes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/// Nobody says when a resource is deleted, as there is no finalizer: now and then who holds something of resources in
/// memory hears which are there.
public final class StateEviction {
    private static final Duration EVERY = Duration.ofSeconds(30);

    private final Clock time;
    private Instant last = Instant.EPOCH;

    public StateEviction(Clock time) {
        this.time = time;
    }

    /// @param hears gets the UIDs of all resources that are there, unless it did half a minute ago
    public <P extends HasMetadata> void call(Context<P> context, Consumer<Set<String>> hears) {
        if (isTime()) {
            hears.accept(context.getPrimaryCache().list(_ -> true).map(one -> one.getMetadata().getUid())
                    .collect(Collectors.toSet()));
        }
    }

    private synchronized boolean isTime() {
        Instant now = time.instant();
        boolean is = !now.isBefore(last.plus(EVERY));
        last = is ? now : last;
        return is;
    }
}
