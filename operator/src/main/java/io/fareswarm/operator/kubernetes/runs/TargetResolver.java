package io.fareswarm.operator.kubernetes.runs;

import java.util.Optional;

import io.fareswarm.api.Condition;
import io.fareswarm.api.FareModel;
import io.fareswarm.api.FareModelStatus;
import io.fareswarm.api.Target;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.operator.kubernetes.AllowList;
import io.fareswarm.operator.model.ModelLifecycle;
import io.fareswarm.operator.model.ModelReason;
import io.fareswarm.operator.run.TargetView;

/// Resolver of a LoadTest's target: its address, or the reason why the target is not allowed or not ready; pure.
///
/// @param allowed hosts of target URLs
record TargetResolver(AllowList allowed) {
    /// @param model the FareModel that the target names, if there is one
    TargetView view(Target target, String namespace, Optional<FareModel> model) {
        String url = target.url();
        if (url != null) {
            return allowed.refusal("spec.target.url", url, namespace).<TargetView>map(TargetView.NotAllowed::new)
                    .orElseGet(() -> new TargetView.Ready(url, null));
        }
        FareModelStatus status = model.map(FareModel::getStatus).orElse(null);
        String name = "FareModel " + target.model();
        if (status == null) {
            return new TargetView.NotReady(model.isEmpty() ? name + " does not exist" : name + " has no status yet");
        }
        Optional<Condition> available = Conditions.find(status.conditions(), ModelLifecycle.AVAILABLE);
        boolean isAvailable = available.filter(one -> one.reason().equals(ModelReason.PredictionSucceeded.name()))
                .isPresent();
        return isAvailable && status.url() != null && status.model() != null
                ? new TargetView.Ready(status.url(), status.model().digest())
                : new TargetView.NotReady(name + " is not available"
                        + available.map(one -> ": " + one.reason() + " " + one.message()).orElse("").stripTrailing());
    }
}
