package io.fareswarm.operator.kubernetes;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fareswarm.api.FareModelStatus;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.logging.JsonLog;
import io.fareswarm.operator.kubernetes.limits.StartLimits;
import io.fareswarm.operator.kubernetes.limits.StartQueue;
import io.fareswarm.operator.kubernetes.models.FareModelReconciler;
import io.fareswarm.operator.kubernetes.runs.LoadTestReconciler;
import io.fareswarm.operator.process.OrderlyExit;

/// Main class of the operator's process in a cluster. The environment contains its settings ([OperatorSettings]). Exit
/// status: 143 after SIGTERM, 1 if it lost its Lease or could not start, 2 for unusable settings.
public final class OperatorMain {
    static {
        // Read once, when the first logger is made.
        System.setProperty("java.util.logging.manager", JsonLog.UntilExit.class.getName());
    }

    private static final Logger LOG = LoggerFactory.getLogger(OperatorMain.class);
    /// Time that the start waits for the caches. Namespaces that are not synced by then are retried in the background.
    private static final Duration SYNC = Duration.ofSeconds(5);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration RENEW = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final OperatorSettings settings;
    private final KubernetesClient client;
    private final OperatorMetrics counters = new OperatorMetrics();
    private final CacheMemory memory = new CacheMemory(Runtime.getRuntime().maxMemory());
    private final Operator operator;
    private final Liveness liveness = new Liveness(Clock.systemUTC());
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private volatile boolean leads;
    private volatile boolean synced;

    private OperatorMain(OperatorSettings settings) {
        this.settings = settings;
        // No search of the class path: all types are known at compile time.
        this.client = new KubernetesClientBuilder()
                .withKubernetesSerialization(new KubernetesSerialization(new ObjectMapper(), false)).build();
        this.operator = new Operator(config -> config.withKubernetesClient(client).withMetrics(counters.framework())
                .withExecutorService(Executors.newVirtualThreadPerTaskExecutor()).withCloseClientOnStop(false)
                // A namespace without rights is retried and does not stop the others.
                .withReconciliationTerminationTimeout(Duration.ofSeconds(5)).withStopOnInformerErrorDuringStartup(false)
                .withCacheSyncTimeout(SYNC).withInformerStoppedHandler((informer, failure) -> {
                    if (failure != null) {
                        LOG.warn("a watch of {} ended: {}", informer.getApiTypeClass().getSimpleName(),
                                failure.getMessage());
                    }
                }));
        Cluster cluster = new Cluster(client);
        Clock time = Clock.systemUTC();
        operator.register(new FareModelReconciler(settings, cluster, counters,
                new StatusWriter<>(FareModelStatus::conditions, cluster, counters, time), memory,
                queue(settings.limits().trainings()),
                time),
                this::configure);
        operator.register(new LoadTestReconciler(settings, cluster, counters,
                new StatusWriter<>(LoadTestStatus::conditions, cluster, counters, time), memory,
                queue(settings.limits().runs()), time),
                this::configure);
    }

    private StartQueue queue(StartLimits limits) {
        StartQueue queue = new StartQueue(limits, Clock.systemUTC());
        counters.queue(limits.what(), queue::waiting);
        return queue;
    }

    private <P extends HasMetadata> void configure(ControllerConfigurationOverrider<P> controller) {
        Set<String> namespaces = settings.namespaces();
        // No limit of attempts: the framework's default, five, would abandon a run. The maximum interval is shorter than the
        // silence after which a worker is lost.
        controller.withRetry(new GenericRetry().setInitialInterval(1000).setIntervalMultiplier(1.5).setMaxInterval(5000)
                .withoutMaxAttempts());
        controller.settingNamespaces(namespaces.isEmpty() ? Set.of(Constants.WATCH_ALL_NAMESPACES) : namespaces)
                .withInformerListLimit(WatchSources.PAGE);
        if (namespaces.isEmpty()) { // else the controller's informers, one for each namespace, would share the store
            controller.withItemStore(memory.store(StoredParts::ofResource));
        }
    }

    /// Runs until SIGTERM.
    public static void main(String[] arguments) {
        ContainerMain.run(OperatorSettings::of, OperatorSettings::logLevel,
                settings -> new OperatorMain(settings).run(),
                "the operator cannot run");
    }

    private void run() throws IOException, InterruptedException {
        try (OpsServer _ = new OpsServer(settings.port(), this::live, this::ready, counters);
                OrderlyExit _ = new OrderlyExit(stopRequested::countDown)) {
            lead();
        }
    }

    private void lead() throws InterruptedException {
        String lease = settings.lease();
        if (lease == null) {
            startReconciling();
            stopRequested.await();
            operator.stop();
        } else {
            CountDownLatch gained = new CountDownLatch(1);
            // Unlike the framework's election, this one releases the Lease at the end, so that the next leader starts
            // without a delay.
            LeaderElectionConfig config = new LeaderElectionConfig(
                    new LeaseLock(settings.podNamespace(), lease, settings.podName()), LEASE, RENEW, RETRY,
                    new LeaderCallbacks(gained::countDown, this::lostLease, _ -> {}), true, lease);
            CompletableFuture<?> election = new LeaderElector(client, config,
                    Executors.newVirtualThreadPerTaskExecutor()).start();
            try {
                while (stopRequested.getCount() > 0 && !gained.await(200, TimeUnit.MILLISECONDS)) {
                    // standby
                }
                if (stopRequested.getCount() > 0) {
                    try {
                        startReconciling();
                        stopRequested.await();
                    } finally {
                        // Releasing the Lease must not count as losing it.
                        stopRequested.countDown();
                    }
                    // Reconciliations end before the Lease is released, because only one leader may write.
                    operator.stop();
                }
            } finally {
                election.cancel(true);
            }
        }
        LOG.info("stopped");
    }

    private void startReconciling() {
        leads = true;
        counters.leading(true);
        LOG.info("leading, namespaces: {}", settings.namespaces().isEmpty() ? "all" : settings.namespaces());
        operator.start();
        synced = true;
    }

    /// Ends the process at once when it loses the Lease, because two leaders would overwrite each other. Does nothing after
    /// the process itself released the Lease.
    private void lostLease() {
        if (stopRequested.getCount() > 0) {
            LOG.error("lost the Lease {}: the process ends, to start again as a standby", settings.lease());
            Runtime.getRuntime().halt(1);
        }
    }

    /// Whether no watch is stalled. Always true with a list of namespaces, because a namespace without rights must not
    /// restart the operator of the others.
    private boolean live() {
        if (!synced || !settings.namespaces().isEmpty()) {
            return true;
        }
        return liveness.isLive(operator.getRuntimeInfo().unhealthyEventSources().entrySet()
                .stream().flatMap(controller -> controller.getValue().keySet().stream()
                        .map(source -> controller.getKey() + "/" + source))
                .sorted().toList());
    }

    private boolean ready() {
        return !leads || synced;
    }
}
