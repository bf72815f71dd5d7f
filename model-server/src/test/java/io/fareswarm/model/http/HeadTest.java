package io.fareswarm.model.http;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What h11 takes and refuses beyond what was recorded.
class HeadTest {
    private static Head read(String lines) throws Refusal {
        byte[] bytes = ("POST / HTTP/1.1\r\nhost: test\r\n" + lines + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        return Head.read(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001c5", "5\u001f", "5,\u001d5", "5,", "", "5 5", "+5", "5, 05",
            "5\r\ncontent-length: 05",
            "5\r\ncontent-length: 6", "5\r\ncontent-length: 5, 6"})
    void aLengthInDoubtIsRefused(String value) {
        assertThatThrownBy(() -> read("content-length: " + value)).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "\t5 ", "5, 5", "5\t,\t5", "5\r\ncontent-length: 5", "5\r\ncontent-length: 5,5"})
    void aLengthMayBeRepeated(String value) throws Refusal {
        assertThat(read("content-length: " + value).length()).isEqualTo(5);
    }

    @Test
    void onlyBlanksAndTabsAreNoPartOfAWord() throws Refusal {
        assertThat(read("connection: x,\tclose ").last()).isTrue();
        assertThat(read("connection: close\u001f").last()).isFalse();
        assertThat(read("connection: x,\u001cclose").last()).isFalse();
    }

    @Test
    void aLengthBesideChunksDoesNotCount() throws Refusal {
        Head head = read("content-length: 5\r\ntransfer-encoding: chunked");
        assertThat(head.chunked()).isTrue();
        assertThat(head.length()).isZero();
    }

    /// So many that what takes the square of them would not end.
    @Test
    void aHeaderMayBeFoldedAnyNumberOfTimes() throws Refusal {
        assertThat(read("x: a" + "\n b".repeat(1_000_000)).header("x")).isEqualTo("a" + " b".repeat(1_000_000));
    }
}
