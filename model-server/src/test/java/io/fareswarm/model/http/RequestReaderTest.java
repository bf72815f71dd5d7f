package io.fareswarm.model.http;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What a request that has not come whole takes of the memory that all share.
class RequestReaderTest {
    private static final String LINES = "POST / HTTP/1.1\r\nhost: test\r\n" + "a:x\n".repeat(4000);
    private static final int FOR_ONE = 600_000;

    private final Budget budget = new Budget(FOR_ONE);

    private RequestReader reader() {
        return new RequestReader(Limits.DEFAULT, budget);
    }

    private static @Nullable Request feed(RequestReader reader, String text) throws Refusal {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        reader.feed(bytes, bytes.length);
        Request request = reader.next();
        reader.keep();
        return request;
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-length: 2", "transfer-encoding: chunked"})
    void aHeadIsPaidForWhileItsBodyIsAwaited(String length) throws Refusal {
        String head = LINES + length + "\r\n\r\n";
        assertThat(feed(reader(), head)).isNull();
        assertThatThrownBy(() -> feed(reader(), head)).isInstanceOf(Refusal.class);
    }

    @Test
    void whatAHeadTookIsGivenBackOnce() throws Refusal {
        String head = LINES + "content-length: 2\r\n\r\n";
        RequestReader reader = reader();
        for (int i = 0; i < 3; i++) {
            assertThat(feed(reader, head)).isNull();
            assertThat(feed(reader, "a")).isNull();
            assertThat(feed(reader, "b")).isNotNull();
        }
        for (int i = 0; i < 3; i++) {
            RequestReader another = reader();
            assertThat(feed(another, head)).isNull();
            another.release();
            another.release();
        }
        assertThat(budget.tryTake(FOR_ONE)).isTrue();
        assertThat(budget.tryTake(1)).isFalse();
    }

    @Test
    void aHeadWhoseBodyIsThereTakesNothing() throws Refusal {
        assertThat(budget.tryTake(FOR_ONE)).isTrue();
        assertThat(feed(reader(), LINES + "content-length: 2\r\n\r\nab")).isNotNull();
    }
}
