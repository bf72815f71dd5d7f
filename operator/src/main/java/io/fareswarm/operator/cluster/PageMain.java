package io.fareswarm.operator.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fareswarm.logging.JsonLog;
import io.fareswarm.operator.kubernetes.ContainerMain;
import io.fareswarm.operator.process.OrderlyExit;
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

    private PageMain() {}

    /// Serves until SIGTERM.
    public static void main(String[] arguments) {
        ContainerMain.run(PageEnvironment::of, PageEnvironment::logLevel, PageMain::run, "the page cannot be served");
    }

    private static void run(PageEnvironment settings) throws IOException, InterruptedException {
        // Only the address and its authority: no kubeconfig, no ServiceAccount.
        Config server = new ConfigBuilder(Config.empty()).withMasterUrl(settings.api())
                .withCaCertFile(settings.authority()).build();
        ClusterScope scope = new ClusterScope(settings.namespaces(),
                settings.namespaces().isEmpty() ? "default" : settings.namespaces().getFirst(), settings.only(), true);
        CountDownLatch stopRequested = new CountDownLatch(1);
        try (OrderlyExit _ = new OrderlyExit(stopRequested::countDown);
                TokenPages pages = new TokenPages(server, scope);
                PageServer page = PageServer.start(pages, PageSettings.shared(settings.port(), settings.hosts()))) {
            LOG.info("the page listens on port {}, namespaces: {}", page.uri().getPort(),
                    settings.namespaces().isEmpty() ? "all" : settings.namespaces());
            while (!stopRequested.await(SWEEP.toSeconds(), TimeUnit.SECONDS)) {
                pages.dropIdle();
            }
        }
    }
}
