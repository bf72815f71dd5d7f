package io.fareswarm.operator.kubernetes.runs;

import java.util.Set;
import java.util.function.Consumer;

import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;

import io.fareswarm.api.LoadTest;

/// Listener of deleted LoadTests. Without finalizers no reconciliation reports a deletion.
final class DeletedRuns extends AbstractEventSource<Void, LoadTest> implements ResourceEventAware<LoadTest> {
    private final Consumer<LoadTest> deleted;

    DeletedRuns(Consumer<LoadTest> deleted) {
        super(Void.class);
        this.deleted = deleted;
    }

    @Override
    public void onResourceDeleted(LoadTest test) {
        deleted.accept(test);
    }

    @Override
    public Set<Void> getSecondaryResources(LoadTest test) {
        return Set.of();
    }
}
