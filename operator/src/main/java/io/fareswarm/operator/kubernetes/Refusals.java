package io.fareswarm.operator.kubernetes;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;

/// What the API server said last of objects that it did not take (a quota, an admission policy, a limit below its request),
/// by the resource that they are for. What it refuses is tried again and again, so that it is made once the cause is gone.
public final class Refusals {
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

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    /// Makes objects for a resource.
    ///
    /// @throws KubernetesClientException when the server refuses one, which [#of] tells then, or is not there
    /// @throws Taken when another one has its name, which [#of] tells, too
    public void attempt(HasMetadata owner, Runnable making) {
        try {
            making.run();
            forget(owner);
        } catch (Taken e) {
            byOwner.put(owner.getMetadata().getUid(), e.getMessage());
            throw e;
        } catch (KubernetesClientException e) {
            if (e.getCode() >= 400 && e.getCode() < 500 && !NOT_NOW.contains(e.getCode())) {
                byOwner.put(owner.getMetadata().getUid(), words(e));
            }
            throw e;
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

    private static String words(KubernetesClientException e) {
        String said = e.getStatus() == null || e.getStatus().getMessage() == null
                ? String.valueOf(e.getMessage())
                : e.getStatus().getMessage();
        String text = "the API server refuses it: " + said.strip();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
