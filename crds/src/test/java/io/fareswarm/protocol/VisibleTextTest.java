package io.fareswarm.protocol;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class VisibleTextTest {
    @Test
    void directionControlsBecomeSpaces() {
        IntStream controls = IntStream.of(0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066,
                0x2067,
                0x2068, 0x2069);
        assertThat(controls.mapToObj(control -> VisibleText.of("a" + Character.toString(control) + "b")))
                .containsOnly("a b");
    }

    @Test
    void coloursLineEndsInvisibleCharactersAndHalvesOfPairsBecomeOneSpace() {
        assertThat(VisibleText.of("\u001b[31mred\u001b[0m")).isEqualTo(" [31mred [0m");
        assertThat(VisibleText.of("a\r\n\u0000\u009b\u2028\u2029\ufeff\u200b\ud800b")).isEqualTo("a b");
    }

    @Test
    void textInAnyScriptIsUnchanged() {
        String text = "Zürich, ночь, שלום, مرحبا, 出租车 🚕";
        assertThat(VisibleText.of(text)).isSameAs(text);
    }

    @Test
    void aReportedErrorHasNoHarmfulCharacters() {
        ErrorReport error = new ErrorReport("ride", ErrorReport.Kind.body, "found \u202eevil", 1,
                "GET /: \u2066x\u2069",
                ErrorReport.Seen.at(1));
        assertThat(error.detail()).isEqualTo("found  evil");
        assertThat(error.example()).isEqualTo("GET /:  x ");
    }
}
