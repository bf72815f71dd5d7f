package io.fareswarm.operator.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import io.fareswarm.operator.ui.PageError;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ByTokenTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final AtomicInteger opened = new AtomicInteger();
    private final Set<String> closed = new HashSet<>();
    private final ByToken<Session> sessions = new ByToken<>(token -> {
        opened.incrementAndGet();
        if (token.equals("bad")) {
            throw new PageError(401, "rejected");
        }
        return new Session(token, new AtomicBoolean(), closed);
    }, session -> session.rejected().get(), new ByToken.Limits(2, Duration.ofMinutes(10), Duration.ofMinutes(1)),
            now::get);

    private record Session(String token, AtomicBoolean rejected, Set<String> closed) implements AutoCloseable {
        @Override
        public void close() {
            closed.add(token);
        }
    }

    private void pass(Duration time) {
        now.set(now.get().plus(time));
    }

    private static int status(Throwable rejection) {
        return rejection instanceof PageError error ? error.status() : 0;
    }

    @Test
    void aTokenIsOpenedOnceWhileItIsUsed() throws InterruptedException {
        Session first = sessions.get("a");
        pass(Duration.ofMinutes(9));
        assertThat(sessions.get("a")).isSameAs(first);
        pass(Duration.ofMinutes(9));
        sessions.dropIdle();
        assertThat(sessions.get("a")).isSameAs(first);
        assertThat(opened).hasValue(1);
    }

    @Test
    void aTokenThatIsNotUsedForTheIdleTimeIsClosed() throws InterruptedException {
        sessions.get("a");
        pass(Duration.ofMinutes(10));
        sessions.dropIdle();
        assertThat(closed).containsExactly("a");
    }

    @Test
    void twoTokensHaveTheirOwn() throws InterruptedException {
        assertThat(sessions.get("a")).isNotSameAs(sessions.get("b"));
    }

    @Test
    void aTokenTooManyIsRejectedUntilAnotherIsUnusedForAMinute() throws InterruptedException {
        sessions.get("a");
        sessions.get("b");
        assertThatThrownBy(() -> sessions.get("c"))
                .satisfies(rejection -> assertThat(status(rejection)).isEqualTo(503));

        pass(Duration.ofMinutes(1));
        sessions.get("b");
        sessions.get("c");

        assertThat(closed).containsExactly("a");
    }

    @Test
    void aRejectedTokenIsNotStored() {
        for (int i = 1; i <= 3; i++) {
            assertThatThrownBy(() -> sessions.get("bad"))
                    .satisfies(rejection -> assertThat(status(rejection)).isEqualTo(401));
            assertThat(opened).hasValue(i);
        }
    }

    @Test
    void aTokenThatBecomesInvalidIsClosedAndRejected() throws InterruptedException {
        sessions.get("a").rejected().set(true);
        assertThatThrownBy(() -> sessions.get("a"))
                .satisfies(rejection -> assertThat(status(rejection)).isEqualTo(401));
        assertThat(closed).containsExactly("a");
    }
}
