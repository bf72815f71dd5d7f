package io.fareswarm.api;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PercentTest {

    @ParameterizedTest
    @CsvSource({"1%,0.01", "0%,0", "100%,1", "100.000%,1", "99.9%,0.999", "0.001%,0.00001", "07%,0.07"})
    void aPercentageIsParsedAsARatio(String text, double ratio) {
        assertThat(Percent.parse(text)).isEqualTo(ratio);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "%", "-1%", "101%", "100.1%", "1.0000%", "1 %", "1%\n", ".5%", "1.%", "nan%"})
    void anyOtherTextIsRejectedWithAMessageThatQuotesIt(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Percent.parse(text))
                .withMessage("expected a percentage from 0% to 100%, such as 1%, found '" + text + "'");
    }
}
