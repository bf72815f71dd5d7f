package io.fareswarm.operator.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.fareswarm.operator.local.BadInput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SwarmUrlTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', nullValues = "-", value = {
            "http://a, http://a, /, ``", "https://a_b:81/x/y?z=1, https://a_b:81, /x/y, ?z=1",
            "http://[::1]:8080?q={}, http://[::1]:8080, /, ?q={}",
            "http://a/{id}?f={\"n\":[1|2]}, http://a, /{id}, ?f={\"n\":[1|2]}",
            "http://a/é b, http://a, /%C3%A9%20b, ``", "http://a/%2F%, http://a, /%2F%, ``"})
    void aUrlIsSentAsItIsTypedAndOnlyWhatHttpCannotHaveIsEncoded(String typed, String base, String path, String query)
            throws Exception {
        assertThat(SwarmUrl.parse(typed)).isEqualTo(new SwarmUrl(base, path, query));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "ftp://a", "http://", "http://me@a", "http://a/#b", "::1"})
    void aTextThatIsNoUrlIsRejected(String typed) {
        assertThatThrownBy(() -> SwarmUrl.parse(typed)).isInstanceOf(BadInput.class).hasMessageContaining(typed);
    }

    @Test
    void theNameOfALongPathIsCut() throws Exception {
        assertThat(SwarmUrl.parse("http://a/" + "x".repeat(2000)).taskName()).hasSize(64).endsWith("x…");
        assertThat(SwarmUrl.parse("http://a/x").taskName()).isEqualTo("GET /x");
    }
}
