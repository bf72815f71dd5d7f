package io.fareswarm.operator.kubernetes;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;

/// One of several replicas leads: the one that holds the Lease. The framework's own election never gives the Lease back,
/// so that a successor would wait until it expires; this one does.
final class Leadership implements AutoCloseable {
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration RENEW = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final CompletableFuture<?> election;

    /// Stands for election until it is closed.
    ///
    /// @param gained called once, when this process leads
    /// @param lost called when it no longer does, also after it gave the Lease back
    Leadership(KubernetesClient client, String namespace, String lease, String identity, Runnable gained,
            Runnable lost) {
        LeaderCallbacks callbacks = new LeaderCallbacks(gained, lost, _ -> {});
        LeaderElectionConfig config = new LeaderElectionConfig(new LeaseLock(namespace, lease, identity), LEASE, RENEW,
                RETRY, callbacks, true, lease);
        election = new LeaderElector(client, config, Executors.newVirtualThreadPerTaskExecutor()).start();
    }

    /// Gives the Lease back, if this process holds it.
    @Override
    public void close() {
        election.cancel(true);
    }
}
