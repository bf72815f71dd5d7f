package io.fareswarm.operator.kubernetes;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// End of the resources of a namespace that is being deleted. The API server rejects every new object there. A Job that waits
/// for the replacement of a pod keeps this pod by a finalizer, and the pod keeps the namespace. So the Jobs are deleted,
/// and nothing else is done for the resource.
///
/// The cluster says that a namespace is being deleted in two ways: by the rejection of a new object, and by the namespace itself.
/// The latter is read when an object of the resource is being deleted, because pods are what goes first.
public final class NamespaceDeletion {
    private static final Logger LOG = LoggerFactory.getLogger(NamespaceDeletion.class);
    private static final String CAUSE = "NamespaceTerminating";
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final Cluster cluster;
    /// UIDs of the resources whose namespaces are being deleted, which is final.
    private final Set<String> ended = ConcurrentHashMap.newKeySet();

    /// A reconciliation of one resource.
    public interface Reconciliation<P extends HasMetadata> {
        /// Reconciles the resource.
        UpdateControl<P> run() throws InterruptedException;
    }

    public NamespaceDeletion(Cluster cluster) {
        this.cluster = cluster;
    }

    /// Whether the API server rejected a new object because its namespace is being deleted.
    public static boolean isCause(KubernetesClientException rejection) {
        Status status = rejection.getStatus();
        StatusDetails details = status == null ? null : status.getDetails();
        return rejection.getCode() == FORBIDDEN && details != null && details.getCauses() != null
                && details.getCauses().stream().anyMatch(cause -> CAUSE.equals(cause.getReason()));
    }

    /// Reconciles a resource, unless its namespace is being deleted: then deletes its Jobs and kills their pods. Does nothing
    /// for a resource that no longer exists, whose objects the garbage collector deletes.
    ///
    /// @param objects the cached objects of the resource, at least its Jobs and pods
    public <P extends HasMetadata> UpdateControl<P> unlessDeleted(P resource, Collection<? extends HasMetadata> objects,
            Reconciliation<P> reconciliation) throws InterruptedException {
        if (ended.contains(resource.getMetadata().getUid()) || isDeleted(resource, objects)) {
            end(resource, objects);
            return UpdateControl.noUpdate();
        }
        try {
            return reconciliation.run();
        } catch (KubernetesClientException e) {
            if (isCause(e)) {
                end(resource, objects);
            } else if (e.getCode() != NOT_FOUND || cluster.exists(resource)) {
                throw e;
            }
            return UpdateControl.noUpdate();
        }
    }

    private boolean isDeleted(HasMetadata resource, Collection<? extends HasMetadata> objects) {
        return objects.stream().anyMatch(object -> object.getMetadata().getDeletionTimestamp() != null)
                && cluster.isNamespaceDeleted(resource.getMetadata().getNamespace());
    }

    private void end(HasMetadata resource, Collection<? extends HasMetadata> objects) {
        if (ended.add(resource.getMetadata().getUid())) {
            LOG.info("namespace {} is being deleted: the Jobs of {} {} are deleted, and nothing is created",
                    resource.getMetadata().getNamespace(), resource.getKind(), resource.getMetadata().getName());
        }
        List<Job> jobs = objects.stream().filter(Job.class::isInstance).map(Job.class::cast)
                .filter(job -> Cluster.isOwner(resource, job)).toList();
        jobs.forEach(cluster::delete);
        objects.stream().filter(Pod.class::isInstance).map(Pod.class::cast)
                .filter(pod -> jobs.stream().anyMatch(job -> Cluster.isOwner(job, pod))).forEach(cluster::kill);
    }

    /// Drops the state of deleted resources.
    ///
    /// @param uids UIDs of the existing resources
    public void retain(Set<String> uids) {
        ended.retainAll(uids);
    }
}
