package io.fareswarm.operator.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Condition;
import io.fareswarm.api.FareModelStatus;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.operator.conditions.ResourceEvent;

/// The events of a FareModel: one for each of the conditions Trained and Available whose reason or status changes.
public final class ModelEvents {
    private static final Set<String> WARNINGS = Set.of(ModelReason.TrainingFailed.name(),
            ModelReason.TrainingBlocked.name(), ModelReason.ServersFailed.name());

    /// The other conditions say the same in other words.
    private static final Set<String> SHOWN = Set.of(ModelLifecycle.TRAINED, ModelLifecycle.AVAILABLE);

    private ModelEvents() {}

    /// The events between two statuses.
    ///
    /// @param before null for a new FareModel
    public static List<ResourceEvent> between(@Nullable FareModelStatus before, FareModelStatus after) {
        return Objects.requireNonNullElse(after.conditions(), List.<Condition>of()).stream()
                .filter(now -> SHOWN.contains(now.type()))
                .filter(now -> then(before, now).filter(
                        then -> then.reason().equals(now.reason()) && then.status().equals(now.status())).isEmpty())
                .map(now -> new ResourceEvent(WARNINGS.contains(now.reason()), now.reason(), now.message())).toList();
    }

    private static Optional<Condition> then(@Nullable FareModelStatus before, Condition now) {
        return before == null ? Optional.empty() : Conditions.find(before.conditions(), now.type());
    }
}
