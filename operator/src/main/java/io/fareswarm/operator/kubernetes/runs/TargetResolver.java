package io.fareswarm.operator.kubernetes.runs;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Condition;
import io.fareswarm.api.FareModelStatus;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.Target;
import io.fareswarm.api.WebAddress;
import io.fareswarm.message.SimilarNames;
import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.operator.kubernetes.targets.AllowedTargets;
import io.fareswarm.operator.kubernetes.targets.TargetAccess;
import io.fareswarm.operator.kubernetes.targets.TargetGate;
import io.fareswarm.operator.model.ModelLifecycle;
import io.fareswarm.operator.model.ModelReason;
import io.fareswarm.operator.run.TargetView;
import io.fareswarm.protocol.Route;

/// Resolver of a LoadTest's target: its address and the route to it, or the reason why the target is not allowed or not ready.
record TargetResolver(TargetGate gate) {
    TargetView view(LoadTestSpec spec, String namespace, TargetModel model) {
        Target target = spec.target();
        String url = target.url();
        if (url != null) {
            return view(url, null, null, access(spec, namespace));
        }
        String name = "FareModel " + target.model();
        if (model.found().isEmpty()) {
            return new TargetView.Missing("%s does not exist in namespace %s".formatted(name, namespace),
                    SimilarNames.hint(String.valueOf(target.model()), model.others()));
        }
        FareModelStatus status = model.found().get().getStatus();
        if (status == null) {
            return new TargetView.NotReady(name + " has no status yet");
        }
        Optional<Condition> available = Conditions.find(status.conditions(), ModelLifecycle.AVAILABLE);
        boolean isAvailable = available.filter(one -> one.reason().equals(ModelReason.PredictionSucceeded.name()))
                .isPresent();
        return isAvailable && status.url() != null && status.model() != null
                ? view(status.url(), status.model().digest(), status.readyReplicas(),
                        gate.service("spec.target.model", String.valueOf(target.model()), namespace, false))
                : new TargetView.NotReady(name + " is not available"
                        + available.map(one -> ": " + one.reason() + " " + one.message()).orElse("").stripTrailing());
    }

    /// Access to where the workers connect. A target that is no Service of the namespace may be an ingress for many sites, so
    /// there the hosts that the requests name must be allowed too.
    private TargetAccess access(LoadTestSpec spec, String namespace) {
        Target target = spec.target();
        String url = String.valueOf(target.url());
        if (WebAddress.parse(url).isEmpty()) {
            return gate.access("spec.target.url", url, namespace); // a rejection
        }
        TargetAccess access = gate.access(target.address() == null ? "spec.target.url" : "spec.target.address",
                String.valueOf(target.connectUrl()), namespace);
        if (!(access instanceof TargetAccess.Allowed(Route route)) || route.showsResponses()) {
            return access;
        }
        AllowedTargets allowed = gate.settings().in(namespace);
        return NamedHost.of(spec).stream().flatMap(
                named -> allowed.rejectedName(named.field(), named.host(), namespace).stream()).findFirst()
                .<TargetAccess>map(TargetAccess.Rejected::new).orElse(access);
    }

    private static TargetView view(String url, @Nullable String digest, @Nullable Integer replicas,
            TargetAccess access) {
        return switch (access) {
            case TargetAccess.Allowed(Route route) -> new TargetView.Ready(url, digest, replicas, route);
            case TargetAccess.Rejected(String message) -> new TargetView.NotAllowed(message);
            case TargetAccess.Waiting(String message) -> new TargetView.NotReady(message);
        };
    }
}
