package io.fareswarm.operator.kubernetes;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;

/// Leader election by a Lease. Unlike the framework's election it releases the Lease on close, so that the next leader does
/// not wait until the Lease expires.
final class Leadership implements AutoCloseable {
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration RENEW = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final CompletableFuture<?> election;

    /// Takes part in the election until it is closed.
    ///
    /// @param gained called once, when this process becomes the leader
    /// @param lost called when it no longer leads, also after it released the Lease
    Leadership(KubernetesClient client, String namespace, String lease, String identity, Runnable gained,
            Runnable lost) {
        LeaderCallbacks callbacks = new LeaderCallbacks(gained, lost, _ -> {});
        LeaderElectionConfig config = new LeaderElectionConfig(new LeaseLock(namespace, lease, identity), LEASE, RENEW,
                RETRY, callbacks, true, lease);
        election = new LeaderElector(client, config, Executors.newVirtualThreadPerTaskExecutor()).start();
    }

    /// Releases the Lease, if this process holds it.
    @Override
    public void close() {
        election.cancel(true);
    }
}
