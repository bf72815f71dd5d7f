package io.fareswarm.operator.kubernetes;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/// The calls to the API server that change something, and the few reads that no cache answers. Each throws a
/// [KubernetesClientException] when the server refuses it; the reconciler is then tried again later.
public final class Cluster {
    /// Owns the fields that the operator applies.
    public static final String FIELD_MANAGER = "fareswarm";

    private static final int CONFLICT = 409;
    private static final PatchContext APPLY = new PatchContext.Builder().withForce(true)
            .withFieldManager(FIELD_MANAGER).withPatchType(PatchType.SERVER_SIDE_APPLY).build();

    private final KubernetesClient client;

    public Cluster(KubernetesClient client) {
        this.client = client;
    }

    /// Makes an object as it is wanted, whoever else has changed it.
    public void apply(HasMetadata wanted) {
        client.resource(wanted).patch(APPLY);
    }

    /// Writes a status; `resource` has nothing else but what names it.
    public void applyStatus(HasMetadata resource) {
        client.resource(resource).subresource("status").patch(APPLY);
    }

    /// Creates an object unless it is there.
    public void create(HasMetadata wanted) {
        try {
            client.resource(wanted).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != CONFLICT) {
                throw e;
            }
        }
    }

    /// Deletes an object and all that it owns, if it is there.
    public void delete(HasMetadata object) {
        client.resource(object).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
    }

    /// Ends a pod without a word, whether or not its node answers.
    public void kill(Pod pod) {
        client.resource(pod).withGracePeriod(0).delete();
    }

    /// Deletes an object of this name and all that it owns, if it is there and the owner's.
    public void delete(HasMetadata owner, HasMetadata object) {
        if (isThere(owner, object)) {
            delete(object);
        }
    }

    /// Whether there is an object of this name that is the owner's, whatever the caches hold.
    public boolean isThere(HasMetadata owner, HasMetadata object) {
        HasMetadata found = client.resource(object).get();
        return found != null && isOwner(owner, found);
    }

    /// Why an object of this name that no cache of ours holds must not be taken over; empty when there is none, or it is the
    /// owner's and the cache will hold it soon.
    public Optional<String> foreign(HasMetadata wanted, HasMetadata owner) {
        HasMetadata found = client.resource(wanted).get();
        return found == null || isOwner(owner, found)
                ? Optional.empty()
                : Optional.of(
                        "expected to make the %s %s, found one that belongs to someone else: delete it, or give this"
                                .formatted(wanted.getKind(), wanted.getMetadata().getName())
                                + " resource another name");
    }

    public Optional<ConfigMap> configMap(String namespace, String name) {
        return Optional.ofNullable(client.configMaps().inNamespace(namespace).withName(name).get());
    }

    /// The values of an owner's Secret, decoded; empty when there is none, or it is another's.
    public Optional<Map<String, byte[]>> secret(HasMetadata owner, String name) {
        Secret secret = client.secrets().inNamespace(owner.getMetadata().getNamespace()).withName(name).get();
        return Optional.ofNullable(secret).filter(found -> isOwner(owner, found)).map(Secret::getData)
                .map(data -> data.entrySet().stream().collect(
                        Collectors.toMap(Map.Entry::getKey, entry -> Base64.getDecoder().decode(entry.getValue()))));
    }

    /// What makes the garbage collector remove an object with its owner.
    public static OwnerReference owner(HasMetadata owner) {
        return new OwnerReferenceBuilder().withApiVersion(owner.getApiVersion()).withKind(owner.getKind())
                .withName(owner.getMetadata().getName()).withUid(owner.getMetadata().getUid()).withController(true)
                .withBlockOwnerDeletion(false).build();
    }

    /// Whether an object says that it belongs to that owner.
    public static boolean isOwner(HasMetadata owner, HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .anyMatch(reference -> reference.getUid().equals(owner.getMetadata().getUid()));
    }
}
