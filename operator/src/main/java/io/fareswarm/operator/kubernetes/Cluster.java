package io.fareswarm.operator.kubernetes;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;

/// Client for the API server: writes, and the few reads that bypass the caches. Each method throws a
/// [KubernetesClientException] when the server rejects the call; the framework then repeats the reconciliation.
public record Cluster(KubernetesClient client) {
    /// Field manager of everything that the operator applies.
    public static final String FIELD_MANAGER = "fareswarm";

    private static final long SLICES_PER_PAGE = 50;
    private static final long PODS_PER_PAGE = 500;
    private static final int MOST_PAGES = 20;
    private static final int FORBIDDEN = 403;
    private static final String ALREADY_EXISTS = "AlreadyExists";
    private static final int INVALID = 422;
    private static final PatchContext APPLY = new PatchContext.Builder().withForce(true)
            .withFieldManager(FIELD_MANAGER).withPatchType(PatchType.SERVER_SIDE_APPLY).build();
    private static final PatchContext MERGE = new PatchContext.Builder().withFieldManager(FIELD_MANAGER)
            .withPatchType(PatchType.JSON_MERGE).build();

    /// Applies an object server-side, and takes its fields over from other managers.
    public void apply(HasMetadata wanted) {
        try {
            client.resource(wanted).patch(APPLY);
        } catch (KubernetesClientException e) {
            if (e.getCode() != INVALID) {
                throw e;
            }
            replaceLists(wanted, e);
            client.resource(wanted).patch(APPLY);
        }
    }

    /// Replaces an object's lists by the wanted ones, after a rejected server-side apply. Server-side apply merges lists by
    /// key: if somebody edited the number of a Service's port, both ports stay in the list, and their equal names are
    /// invalid.
    ///
    /// @param rejection rejection of the apply, thrown if this call is rejected too
    private void replaceLists(HasMetadata wanted, KubernetesClientException rejection) {
        try {
            client.resource(wanted).patch(MERGE, Serialization.asJson(wanted));
        } catch (KubernetesClientException e) {
            rejection.addSuppressed(e);
            throw rejection;
        }
    }

    /// Changes an object, as it is on the API server now, by a JSON patch. Does nothing without such an object.
    ///
    /// @param change returns the changed object, or the same without a change
    public void edit(HasMetadata object, UnaryOperator<HasMetadata> change) {
        HasMetadata current = client.resource(object).get();
        if (current != null) {
            client.resource(current).edit(change);
        }
    }

    /// Applies a status; `resource` has only a name, a namespace and the status.
    ///
    /// @return version of the resource after the write
    public long applyStatus(HasMetadata resource) {
        return version(client.resource(resource).subresource("status").patch(APPLY));
    }

    /// Version of a resource, as a number: the higher of two is the later.
    static long version(HasMetadata resource) {
        return Long.parseLong(resource.getMetadata().getResourceVersion());
    }

    /// Creates an object unless one of its name exists.
    public void create(HasMetadata wanted) {
        try {
            client.resource(wanted).create();
        } catch (KubernetesClientException e) {
            // Status 409 also means that a quota or a webhook was too slow: then nothing was created.
            if (e.getStatus() == null || !ALREADY_EXISTS.equals(e.getStatus().getReason())) {
                throw e;
            }
        }
    }

    /// Applies a NetworkPolicy if one of its name belongs to the owner and has another spec.
    public void update(NetworkPolicy wanted, HasMetadata owner) {
        NetworkPolicy found = client.resource(wanted).get();
        if (found != null && isOwner(owner, found) && !found.getSpec().equals(wanted.getSpec())) {
            apply(wanted);
        }
    }

    /// Deletes an object, if it exists, and in the background all that it owns.
    public void delete(HasMetadata object) {
        client.resource(object).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
    }

    /// Force-deletes a pod (grace period 0), also on an unreachable node.
    public void kill(Pod pod) {
        client.resource(pod).withGracePeriod(0).delete();
    }

    /// Deletes the object of this name, if it exists and belongs to the owner.
    public void delete(HasMetadata owner, HasMetadata object) {
        if (isThere(owner, object)) {
            delete(object);
        }
    }

    /// Whether an object of this name exists and belongs to the owner, read from the API server and not from the caches.
    public boolean isThere(HasMetadata owner, HasMetadata object) {
        HasMetadata found = client.resource(object).get();
        return found != null && isOwner(owner, found);
    }

    /// Whether a resource still exists, read from the API server. Another one of its name is another resource.
    public boolean exists(HasMetadata resource) {
        HasMetadata found = client.resource(resource).get();
        return found != null && found.getMetadata().getUid().equals(resource.getMetadata().getUid());
    }

    /// Whether a namespace is gone or being deleted. False if the operator has no right to read it.
    public boolean isNamespaceDeleted(String name) {
        try {
            Namespace found = client.namespaces().withName(name).get();
            return found == null || found.getMetadata().getDeletionTimestamp() != null;
        } catch (KubernetesClientException e) {
            if (e.getCode() != FORBIDDEN) {
                throw e;
            }
            return false;
        }
    }

    /// Reason why an existing object of this name must not be overwritten: it belongs to another owner. Empty if there is no
    /// such object, or if it belongs to this owner.
    public Optional<String> foreign(HasMetadata wanted, HasMetadata owner) {
        HasMetadata found = client.resource(wanted).get();
        return found == null || isOwner(owner, found)
                ? Optional.empty()
                : Optional.of(
                        "expected to make the %s %s, found one that belongs to someone else: delete it, or give this"
                                .formatted(wanted.getKind(), wanted.getMetadata().getName())
                                + " resource another name");
    }

    /// The Service of this name.
    public Optional<Service> service(String namespace, String name) {
        return Optional.ofNullable(client.services().inNamespace(namespace).withName(name).get());
    }

    /// The EndpointSlices of a Service, also those that a user made.
    ///
    /// @throws KubernetesClientException also for more than 1,000 of them
    public List<EndpointSlice> endpointSlices(String namespace, String service) {
        var slices = client.discovery().v1().endpointSlices().inNamespace(namespace)
                .withLabel("kubernetes.io/service-name", service);
        return pages(SLICES_PER_PAGE, slices::list, Stream::of);
    }

    /// Parts of the pods with these labels; of all pods of the namespace for no labels.
    ///
    /// @throws KubernetesClientException also for more than 10,000 pods
    public <R> List<R> fromPods(String namespace, Map<String, String> labels, Function<Pod, Stream<R>> parts) {
        var pods = client.pods().inNamespace(namespace).withLabels(labels);
        return pages(PODS_PER_PAGE, pods::list, parts);
    }

    /// Parts of all objects of a list, which is read page by page, so that only their parts stay in memory.
    private static <T extends HasMetadata, R> List<R> pages(long size,
            Function<ListOptions, ? extends KubernetesResourceList<T>> list, Function<T, Stream<R>> parts) {
        List<R> all = new ArrayList<>();
        ListOptions options = new ListOptionsBuilder().withLimit(size).build();
        for (int page = 0; page < MOST_PAGES; page++) {
            KubernetesResourceList<T> found = list.apply(options);
            found.getItems().stream().flatMap(parts).forEach(all::add);
            String next = found.getMetadata().getContinue();
            if (next == null || next.isEmpty()) {
                return all;
            }
            options = new ListOptionsBuilder().withLimit(size).withContinue(next).build();
        }
        throw new KubernetesClientException("expected at most %d objects, found more".formatted(size * MOST_PAGES));
    }

    public Optional<ConfigMap> configMap(String namespace, String name) {
        return Optional.ofNullable(client.configMaps().inNamespace(namespace).withName(name).get());
    }

    /// The decoded values of a Secret; empty when there is none, or it belongs to another owner.
    public Optional<Map<String, byte[]>> secret(HasMetadata owner, String name) {
        Secret secret = client.secrets().inNamespace(owner.getMetadata().getNamespace()).withName(name).get();
        return Optional.ofNullable(secret).filter(found -> isOwner(owner, found)).map(Secret::getData)
                .map(data -> data.entrySet().stream().collect(
                        Collectors.toMap(Map.Entry::getKey, entry -> Base64.getDecoder().decode(entry.getValue()))));
    }

    /// The owner reference by which the garbage collector deletes an object with its owner.
    public static OwnerReference owner(HasMetadata owner) {
        return new OwnerReferenceBuilder().withApiVersion(owner.getApiVersion()).withKind(owner.getKind())
                .withName(owner.getMetadata().getName()).withUid(owner.getMetadata().getUid()).withController(true)
                .withBlockOwnerDeletion(false).build();
    }

    /// Whether an object has an owner reference to that owner.
    public static boolean isOwner(HasMetadata owner, HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .anyMatch(reference -> reference.getUid().equals(owner.getMetadata().getUid()));
    }
}
