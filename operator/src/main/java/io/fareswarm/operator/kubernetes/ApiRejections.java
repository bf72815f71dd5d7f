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

/// What the API server said last of objects that it did not take (a quota, an admission policy, a limit below its request),
/// by the resource that they are for. What it refuses is tried again, so that it is made once the cause is gone.
public final class ApiRejections {
    /// Until the next try.
    public static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(ApiRejections.class);
    private static final int LONGEST = 500;
    /// The caller is to wait, or to come again with newer knowledge: no word on what it wants.
    private static final Set<Integer> NOT_NOW = Set.of(401, 408, 409, 429);

    private final Map<String, String> byOwner = new ConcurrentHashMap<>();

    /// An object of somebody else has the name of one that is to be made.
    public static final class Taken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /// @param message what was expected and what was found
        public Taken(String message) {
            super(message);
        }
    }

    /// Makes objects for a resource. That the server refuses one, or that a name is [Taken], is told by [#of] then, and in the
    /// log once.
    ///
    /// @throws KubernetesClientException when the server fails or cannot be reached
    public void attempt(HasMetadata owner, Runnable making) {
        try {
            making.run();
            forget(owner);
        } catch (Taken e) {
            remember(owner, String.valueOf(e.getMessage()));
        } catch (KubernetesClientException e) {
            if (e.getCode() < 400 || e.getCode() >= 500 || NOT_NOW.contains(e.getCode())) {
                throw e;
            }
            String said = e.getStatus() == null ? null : e.getStatus().getMessage();
            remember(owner, "the API server refuses it: " + (said == null ? e.getMessage() : said.strip()));
        }
    }

    private void remember(HasMetadata owner, String words) {
        String bounded = Conditions.cut(words, LONGEST);
        if (!bounded.equals(byOwner.put(owner.getMetadata().getUid(), bounded))) {
            LOG.warn("tried again every {} s: {}", PAUSE.toSeconds(), bounded);
        }
    }

    /// Why the last attempt for this resource was refused; empty when it was not.
    public Optional<String> of(HasMetadata owner) {
        return Optional.ofNullable(byOwner.get(owner.getMetadata().getUid()));
    }

    public void forget(HasMetadata owner) {
        byOwner.remove(owner.getMetadata().getUid());
    }

    /// Forgets what is gone.
    ///
    /// @param uids of the resources that are there
    public void retain(Set<String> uids) {
        byOwner.keySet().retainAll(uids);
    }
}
