package io.fareswarm.operator.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fareswarm.operator.kubernetes.JsonLog;
import io.fareswarm.operator.ui.PageServer;
import io.fareswarm.operator.ui.PageSettings;

/// Main class of the page's process in a cluster. The environment contains its settings ([PageEnvironment]). It has no token
/// of its own: each request acts with the rights of its `Authorization: Bearer` token. Exit status: 143 after SIGTERM, 1 if it
/// could not start, 2 for unusable settings.
public final class PageMain {
    static {
        // Read once, when the first logger is made.
        System.setProperty("java.util.logging.manager", JsonLog.UntilExit.class.getName());
    }

    private static final Logger LOG = LoggerFactory.getLogger(PageMain.class);
    private static final Duration SWEEP = Duration.ofMinutes(1);
    private static final int BAD_INPUT = 2;

    private PageMain() {}

    /// Serves until SIGTERM.
    public static void main(String[] arguments) {
        PageEnvironment settings;
        try {
            settings = PageEnvironment.of(System.getenv());
        } catch (IllegalArgumentException e) {
            System.err.println("error: " + e.getMessage());
            System.exit(BAD_INPUT);
            return;
        }
        JsonLog.install(settings.logLevel());
        try {
            run(settings);
        } catch (IOException | RuntimeException e) {
            LOG.error("the page cannot be served", e);
            System.exit(1);
        } catch (InterruptedException e) {
            System.exit(1);
        }
    }

    private static void run(PageEnvironment settings) throws IOException, InterruptedException {
        // Only the address and its authority: no kubeconfig, no ServiceAccount.
        Config server = new ConfigBuilder(Config.empty()).withMasterUrl(settings.api())
                .withCaCertFile(settings.authority()).build();
        ClusterScope scope = new ClusterScope(settings.namespaces(),
                settings.namespaces().isEmpty() ? "default" : settings.namespaces().getFirst(), settings.only(), true);
        CountDownLatch stopRequested = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            stopRequested.countDown();
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        try (TokenPages pages = new TokenPages(server, scope);
                PageServer page = PageServer.start(pages, PageSettings.shared(settings.port(), settings.hosts()))) {
            LOG.info("the page listens on port {}, namespaces: {}", page.uri().getPort(),
                    settings.namespaces().isEmpty() ? "all" : settings.namespaces());
            while (!stopRequested.await(SWEEP.toSeconds(), TimeUnit.SECONDS)) {
                pages.dropIdle();
            }
        } finally {
            ended.countDown();
        }
    }
}
