package io.fareswarm.operator.kubernetes;

import java.time.Clock;
import java.time.Instant;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.operator.conditions.ResourceEvent;

/// Recorder that writes Kubernetes events, for `kubectl describe`, and logs them.
public record EventRecorder(Cluster cluster, OperatorSettings settings, Clock time) {
    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
    private static final int LONGEST = 1024;

    /// Records an event. A rejection by the API server is logged and otherwise ignored.
    ///
    /// @throws KubernetesClientException when the namespace is being deleted
    public void record(HasMetadata resource, ResourceEvent step) {
        LOG.info("{}: {}", step.reason(), step.message());
        Instant now = time.instant();
        var involved = new ObjectReferenceBuilder().withApiVersion(resource.getApiVersion())
                .withKind(resource.getKind())
                .withName(resource.getMetadata().getName()).withNamespace(resource.getMetadata().getNamespace())
                .withUid(resource.getMetadata().getUid()).build();
        String name = resource.getMetadata().getName() + "." + Long.toHexString(now.toEpochMilli()) + "."
                + Integer.toHexString(step.hashCode());
        try {
            cluster.create(new EventBuilder().withNewMetadata().withName(name)
                    .withNamespace(resource.getMetadata().getNamespace()).endMetadata().withInvolvedObject(involved)
                    .withType(step.type()).withReason(step.reason())
                    .withMessage(Conditions.cut(step.message(), LONGEST))
                    .withFirstTimestamp(now.toString()).withLastTimestamp(now.toString()).withCount(1)
                    .withReportingComponent(Cluster.FIELD_MANAGER).withReportingInstance(settings.podName())
                    .withNewSource().withComponent(Cluster.FIELD_MANAGER).endSource().build());
        } catch (KubernetesClientException e) {
            if (NamespaceDeletion.isCause(e)) {
                throw e;
            }
            LOG.debug("the event was not stored", e);
        }
    }
}
