package io.fareswarm.operator.kubernetes;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fareswarm.operator.conditions.Conditions;

/// Last rejections of objects by the API server (a quota, an admission policy, a missing right), by the resource that owns
/// the objects. A rejected object is retried, so that it is created when the cause is gone.
public final class ApiRejections {
    /// Delay before the next attempt.
    public static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(ApiRejections.class);
    private static final int LONGEST = 500;
    /// HTTP statuses that reject the attempt and not the object: unauthorized, timeout, conflict, too many requests.
    private static final Set<Integer> RETRYABLE = Set.of(401, 408, 409, 429);

    private final Map<String, String> byOwner = new ConcurrentHashMap<>();

    /// Exception for a wanted object whose name an object of another owner has.
    public static final class Taken extends RuntimeException {
        /// @param message what was expected and what was found
        public Taken(String message) {
            super(message);
        }
    }

    /// Creates or changes objects of a resource. A rejection, or a name that is [Taken], is logged once, and [#of] returns
    /// it until an attempt succeeds.
    ///
    /// @throws KubernetesClientException when the server fails or cannot be reached, and when the namespace is being deleted
    public void attempt(HasMetadata owner, Runnable making) {
        try {
            making.run();
            forget(owner);
        } catch (Taken e) {
            remember(owner, String.valueOf(e.getMessage()));
        } catch (KubernetesClientException e) {
            if (NamespaceDeletion.isCause(e) || e.getCode() < 400 || e.getCode() >= 500
                    || RETRYABLE.contains(e.getCode())) {
                throw e;
            }
            String message = e.getStatus() == null ? null : e.getStatus().getMessage();
            remember(owner, "the API server rejected it: " + (message == null ? e.getMessage() : message.strip()));
        }
    }

    private void remember(HasMetadata owner, String message) {
        String bounded = Conditions.cut(message, LONGEST);
        if (!bounded.equals(byOwner.put(owner.getMetadata().getUid(), bounded))) {
            LOG.warn("retried every {} s: {}", PAUSE.toSeconds(), bounded);
        }
    }

    /// Reason why the last attempt for this resource was rejected; empty if it succeeded.
    public Optional<String> of(HasMetadata owner) {
        return Optional.ofNullable(byOwner.get(owner.getMetadata().getUid()));
    }

    public void forget(HasMetadata owner) {
        byOwner.remove(owner.getMetadata().getUid());
    }

    /// Drops the state of deleted resources.
    ///
    /// @param uids UIDs of the existing resources
    public void retain(Set<String> uids) {
        byOwner.keySet().retainAll(uids);
    }
}
