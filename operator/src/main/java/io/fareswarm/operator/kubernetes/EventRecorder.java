package io.fareswarm.operator.kubernetes;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fareswarm.operator.conditions.Conditions;
import io.fareswarm.operator.conditions.ResourceEvent;

/// Recorder that writes Kubernetes events, for `kubectl describe`, and logs them.
///
/// An event is recorded before the status that it announces: if the operator ends in between, the next one repeats both. The
/// event has the same name then, so it is stored once.
public record EventRecorder(Cluster cluster, OperatorSettings settings, Clock time) {
    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
    private static final int LONGEST = 1024;
    private static final int CONFLICT = 409;
    private static final JsonMapper SORTED = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
    /// Attempts to store an event whose creation conflicts with another write, such as a quota's.
    private static final int ATTEMPTS = 5;

    /// Records an event. A rejection by the API server is logged and otherwise ignored.
    ///
    /// @param before the status before the change that the event announces; null for none
    /// @throws KubernetesClientException when the namespace is being deleted
    public void record(HasMetadata resource, @Nullable Object before, ResourceEvent step) {
        LOG.info("{}: {}", step.reason(), step.message());
        Instant now = time.instant();
        var involved = new ObjectReferenceBuilder().withApiVersion(resource.getApiVersion())
                .withKind(resource.getKind())
                .withName(resource.getMetadata().getName()).withNamespace(resource.getMetadata().getNamespace())
                .withUid(resource.getMetadata().getUid()).build();
        Event event = new EventBuilder().withNewMetadata().withName(name(resource, before, step))
                .withNamespace(resource.getMetadata().getNamespace()).endMetadata().withInvolvedObject(involved)
                .withType(step.type()).withReason(step.reason()).withMessage(Conditions.cut(step.message(), LONGEST))
                .withFirstTimestamp(now.toString()).withLastTimestamp(now.toString()).withCount(1)
                .withReportingComponent(Cluster.FIELD_MANAGER).withReportingInstance(settings.podName())
                .withNewSource().withComponent(Cluster.FIELD_MANAGER).endSource().build();
        for (int attempt = 1; !store(event, attempt == ATTEMPTS); attempt++) {
            LOG.debug("the event is stored again, attempt {}", attempt + 1);
        }
    }

    /// Name of the event: equal for the same step from the same status.
    static String name(HasMetadata resource, @Nullable Object before, ResourceEvent step) {
        String from = resource.getMetadata().getUid() + step.reason() + text(before);
        return resource.getMetadata().getName() + "."
                + UUID.nameUUIDFromBytes(from.getBytes(StandardCharsets.UTF_8));
    }

    /// The JSON of a status. Maps are sorted by key, because the API server does not keep their order.
    private static String text(@Nullable Object status) {
        try {
            return SORTED.writeValueAsString(status);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a status is always JSON", impossible);
        }
    }

    /// @return whether the event is stored, or cannot be
    private boolean store(Event event, boolean last) {
        try {
            cluster.create(event);
            return true;
        } catch (KubernetesClientException e) {
            if (NamespaceDeletion.isCause(e)) {
                throw e;
            }
            LOG.debug("the event was not stored", e);
            return last || e.getCode() != CONFLICT;
        }
    }
}
