package io.fareswarm.validation;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Each row is a YAML word and the JSON that kubectl converts it to.
class YamlScalarTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"~,null", "null,null", "yes,true", "off,false", "Y,true", "yEs,\"yEs\"",
            "0,0", "-0,0", "+7,7", "010,8", "0o10,8", "0x1F,31", "0b101,5", "1_000,1000", "089,89",
            "2.0,2", "1e3,1000", "1.5,1.5", ".5,0.5", "-1e-3,-0.001", "1.,1", "1_0.5,10.5", "1E5,100000",
            "1e999,\"1e999\"", "0b2,\"0b2\"", "0o,\"0o\"", "9223372036854775807,9223372036854775807",
            "9223372036854775808,9.223372036854776E18", "30s,\"30s\"", "1:30,\"1:30\"", "2015-01-01,\"2015-01-01\"",
            "1%,\"1%\"", ".,\".\"", "-,\"-\"", ".inf,\".inf\"", "1.2.3,\"1.2.3\""})
    void anUnquotedWordIsReadAsKubectlReadsIt(String word, String json) {
        assertThat(YamlScalar.plain(word).toString()).isEqualTo(json);
    }
}
