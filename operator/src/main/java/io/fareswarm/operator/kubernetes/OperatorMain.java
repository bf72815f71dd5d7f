package io.fareswarm.operator.kubernetes;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fareswarm.api.FareModelStatus;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.operator.kubernetes.models.FareModelReconciler;
import io.fareswarm.operator.kubernetes.runs.LoadTestReconciler;

/// The operator's process in a cluster. Its settings are in the environment ([OperatorSettings]). It ends with 0 after SIGTERM,
/// 1 when it lost its Lease or could not start, 2 for unusable settings.
public final class OperatorMain {
    static {
        // Read once, when the first logger is made.
        System.setProperty("java.util.logging.manager", JsonLog.Kept.class.getName());
    }

    private static final Logger LOG = LoggerFactory.getLogger(OperatorMain.class);
    /// How long the caches may take to fill until the namespaces that did not answer are left to later tries.
    private static final Duration SYNC = Duration.ofSeconds(5);
    private static final int BAD_INPUT = 2;

    private final OperatorSettings settings;
    private final KubernetesClient client;
    private final OperatorMetrics counters = new OperatorMetrics();
    private final Operator operator;
    private final Liveness liveness = new Liveness(Clock.systemUTC());
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile boolean leads;
    private volatile boolean synced;

    private OperatorMain(OperatorSettings settings) {
        this.settings = settings;
        // Without a search through the class path: every type that is used is known when it is compiled.
        this.client = new KubernetesClientBuilder()
                .withKubernetesSerialization(new KubernetesSerialization(new ObjectMapper(), false)).build();
        this.operator = new Operator(config -> config.withKubernetesClient(client)
                .withMetrics(counters.ofTheFramework())
                .withExecutorService(Executors.newVirtualThreadPerTaskExecutor()).withCloseClientOnStop(false)
                // A namespace whose rights are missing is tried again and again, and stops no other one.
                .withReconciliationTerminationTimeout(Duration.ofSeconds(5)).withStopOnInformerErrorDuringStartup(false)
                .withCacheSyncTimeout(SYNC)
                .withInformerStoppedHandler((informer, failure) -> {
                    if (failure != null) {
                        LOG.warn("a watch of {} ended: {}", informer.getApiTypeClass().getSimpleName(),
                                failure.getMessage());
                    }
                }));
        Cluster cluster = new Cluster(client);
        Clock time = Clock.systemUTC();
        operator.register(new FareModelReconciler(settings, cluster,
                new StatusWriter<>(FareModelStatus::conditions, cluster, counters, time), time),
                this::watched);
        operator.register(new LoadTestReconciler(settings, cluster, counters,
                new StatusWriter<>(LoadTestStatus::conditions, cluster, counters, time), time), this::watched);
    }

    private <P extends HasMetadata> void watched(ControllerConfigurationOverrider<P> controller) {
        Set<String> namespaces = settings.namespaces();
        // For ever: after the framework's five tries a run would be left alone. Sooner than a silent worker is lost.
        controller.withRetry(new GenericRetry().setInitialInterval(1000).setIntervalMultiplier(1.5).setMaxInterval(5000)
                .withoutMaxAttempts());
        controller.settingNamespaces(
                namespaces.isEmpty() ? Set.of(Constants.WATCH_ALL_NAMESPACES) : namespaces);
    }

    /// Runs until it is told to end.
    public static void main(String[] arguments) {
        OperatorSettings settings;
        try {
            settings = OperatorSettings.of(System.getenv());
        } catch (IllegalArgumentException e) {
            System.err.println("error: " + e.getMessage());
            System.exit(BAD_INPUT);
            return;
        }
        JsonLog.install(settings.logLevel());
        try {
            new OperatorMain(settings).run();
        } catch (IOException | RuntimeException e) {
            LOG.error("the operator cannot run", e);
            System.exit(1);
        } catch (InterruptedException e) {
            System.exit(1);
        }
    }

    private void run() throws IOException, InterruptedException {
        try (OpsServer _ = new OpsServer(settings.port(), this::live, this::ready, counters)) {
            CountDownLatch ended = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
                asked.countDown();
                try {
                    ended.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
            try {
                lead();
            } finally {
                ended.countDown();
            }
        }
    }

    private void lead() throws InterruptedException {
        String lease = settings.lease();
        if (lease == null) {
            startReconciling();
            asked.await();
            operator.stop();
        } else {
            CountDownLatch gained = new CountDownLatch(1);
            try (Leadership _ = new Leadership(client, settings.podNamespace(), lease, settings.podName(),
                    gained::countDown, this::lostLease)) {
                while (asked.getCount() > 0 && !gained.await(200, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                    // stands by
                }
                if (asked.getCount() > 0) {
                    try {
                        startReconciling();
                        asked.await();
                    } finally {
                        // Giving the Lease back is no loss of it.
                        asked.countDown();
                    }
                    // What is being reconciled ends first: the successor must find nobody at work.
                    operator.stop();
                }
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

    /// Two leaders would write over each other, so the process ends at once, unless it gave the Lease back itself.
    private void lostLease() {
        if (asked.getCount() > 0) {
            LOG.error("lost the lease {}: ending, to start again as a standby", settings.lease());
            Runtime.getRuntime().halt(1);
        }
    }

    /// Of listed namespaces some may be without rights, which stops no other one: only a release that watches all of them
    /// ends when it sees nothing.
    private boolean live() {
        if (!synced || !settings.namespaces().isEmpty()) {
            return true;
        }
        return liveness
                .isLive(operator.getRuntimeInfo().unhealthyEventSources().entrySet()
                        .stream().flatMap(controller -> controller.getValue().keySet().stream()
                                .map(source -> controller.getKey() + "/" + source))
                        .sorted().toList());
    }

    private boolean ready() {
        return !leads || synced;
    }
}
