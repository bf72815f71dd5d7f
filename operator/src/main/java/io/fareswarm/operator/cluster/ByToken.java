package io.fareswarm.operator.cluster;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;

import io.fareswarm.digest.Sha256;
import io.fareswarm.message.FailureCause;
import io.fareswarm.operator.ui.PageError;

/// What belongs to a token's user, by the token's digest. Thread-safe and bounded.
///
/// @param <T> what is opened at a token's first use, and closed when the token is not used for a time
final class ByToken<T extends AutoCloseable> implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ByToken.class.getName());

    private final Opener<T> opener;
    private final Predicate<T> rejected;
    private final Limits limits;
    private final InstantSource time;
    private final Map<String, Session<T>> entries = new HashMap<>();

    /// Opens what belongs to a token.
    interface Opener<T> {
        T open(String token) throws InterruptedException;
    }

    /// @param most tokens at a time
    /// @param idle time without a use after which a token is dropped
    /// @param spare time without a use after which a token makes room for another
    record Limits(int most, Duration idle, Duration spare) {}

    private static final class Session<T> {
        final CompletableFuture<T> value = new CompletableFuture<>();
        Instant used;

        Session(Instant used) {
            this.used = used;
        }
    }

    /// @param rejected whether the token of something is not valid any more
    ByToken(Opener<T> opener, Predicate<T> rejected, Limits limits, InstantSource time) {
        this.opener = opener;
        this.rejected = rejected;
        this.limits = limits;
        this.time = time;
    }

    /// What belongs to a token.
    ///
    /// @throws PageError 401 when the token is not valid any more, 503 with too many tokens, or the opener's
    T get(String token) throws InterruptedException {
        String digest = HexFormat.of()
                .formatHex(Sha256.create().digest(token.getBytes(StandardCharsets.UTF_8)));
        Session<T> created = new Session<>(time.instant());
        Session<T> entry = enter(digest, created);
        if (entry == created) {
            open(token, digest, entry);
        }
        T value;
        try {
            value = entry.value.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof PageError rejection
                    ? rejection
                    : new PageError(503, "the page cannot be opened: " + FailureCause.of(e));
        }
        if (rejected.test(value)) {
            drop(digest, entry);
            throw rejected();
        }
        return value;
    }

    /// The rejection of a token that is not valid, or not any more.
    static PageError rejected() {
        return new PageError(401,
                "expected a token that the API server accepts, found one that it rejects: it may have expired");
    }

    private synchronized Session<T> enter(String digest, Session<T> created) {
        Session<T> entry = entries.get(digest);
        if (entry != null) {
            entry.used = created.used;
            return entry;
        }
        dropUnused(limits.idle());
        if (entries.size() >= limits.most()) {
            oldest().filter(one -> isUnused(one.getValue(), limits.spare()))
                    .ifPresent(one -> drop(one.getKey(), one.getValue()));
        }
        if (entries.size() >= limits.most()) {
            throw new PageError(503, "expected at most %d users at a time, found more: try again in a minute"
                    .formatted(limits.most()));
        }
        entries.put(digest, created);
        return created;
    }

    private Optional<Map.Entry<String, Session<T>>> oldest() {
        return entries.entrySet().stream().min(Comparator.comparing(one -> one.getValue().used));
    }

    private boolean isUnused(Session<T> entry, Duration period) {
        return !entry.used.plus(period).isAfter(time.instant());
    }

    private void open(String token, String digest, Session<T> entry) throws InterruptedException {
        try {
            entry.value.complete(opener.open(token));
        } catch (RuntimeException | InterruptedException e) {
            entry.value.completeExceptionally(e);
            drop(digest, entry);
            if (e instanceof InterruptedException interruption) {
                throw interruption;
            }
        }
    }

    /// Drops the tokens that have not been used for the idle time.
    synchronized void dropIdle() {
        dropUnused(limits.idle());
    }

    private void dropUnused(Duration period) {
        Map.copyOf(entries).forEach((digest, entry) -> {
            if (isUnused(entry, period)) {
                drop(digest, entry);
            }
        });
    }

    private synchronized void drop(String digest, Session<T> entry) {
        entries.remove(digest, entry);
        var _ = entry.value.thenAccept(value -> {
            try {
                value.close();
            } catch (Exception e) {
                LOG.log(System.Logger.Level.DEBUG, "not closed", e);
            }
        });
    }

    @Override
    public synchronized void close() {
        Map.copyOf(entries).forEach(this::drop);
    }
}
