package io.fareswarm.operator.cli;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TerminalSizeTest {
    @ParameterizedTest
    @CsvSource({"50 132, 132, 50", "'24 60\n', 60, 24", "0 0, 80, 24", "1 10, 40, 2", "24 0, 80, 24", "'', 80, 24",
            "a b, 80, 24",
            "24 99999999999, 80, 24"})
    void aSizeThatTheTerminalDoesNotTellIsTheUsualOne(String stty, int columns, int rows) {
        assertThat(TerminalSize.parse(stty)).isEqualTo(new TerminalSize(columns, rows));
    }
}
