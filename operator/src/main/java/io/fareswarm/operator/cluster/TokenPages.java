package io.fareswarm.operator.cluster;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;

import io.fareswarm.operator.ui.PageError;
import io.fareswarm.operator.ui.PageSource;
import io.fareswarm.operator.ui.PageSources;

/// The pages of the users of one API server, each with the rights of the request's token. Thread-safe.
final class TokenPages implements PageSources, AutoCloseable {
    private static final ByToken.Limits LIMITS = new ByToken.Limits(100, Duration.ofMinutes(10), Duration.ofMinutes(1));
    /// Tokens that are tried at the same time.
    private static final int OPENED_AT_ONCE = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Config server;
    private final ClusterScope scope;
    private final Semaphore opening = new Semaphore(OPENED_AT_ONCE);
    private final ByToken<ClusterPage> pages = new ByToken<>(this::open, ClusterPage::isRejected, LIMITS,
            InstantSource.system());

    /// @param server address and authority of the API server, without credentials
    TokenPages(Config server, ClusterScope scope) {
        this.server = server;
        this.scope = scope;
    }

    @Override
    public PageSource of(String token) throws InterruptedException {
        if (token.isEmpty()) {
            throw new PageError(401, "expected a token of a Kubernetes user, found none");
        }
        if (!token.matches("[!-~]+")) {
            throw new PageError(401, "expected a token without spaces and line breaks, found something else");
        }
        return pages.get(token);
    }

    private ClusterPage open(String token) throws InterruptedException {
        if (!opening.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new PageError(503, "expected fewer users to sign in at the same time: try again");
        }
        try {
            return ClusterPage.open(new ConfigBuilder(server).withOauthToken(token).build(), scope);
        } catch (PageError e) {
            throw e.status() == 401 ? ByToken.rejected() : e;
        } finally {
            opening.release();
        }
    }

    /// Drops the pages of users who have left.
    void dropIdle() {
        pages.dropIdle();
    }

    @Override
    public void close() {
        pages.close();
    }
}
