package io.fareswarm.model.serve;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.fareswarm.model.json.PythonJson;

import static org.assertj.core.api.Assertions.assertThat;

class RideValidationTest {
    @Test
    void eachMissingFieldsErrorRepeatsTheBody() throws Exception {
        ValidationResult result = RideValidation
                .of(PythonJson.read("{\"x\": [true]}".getBytes(StandardCharsets.US_ASCII)));
        String errors = RideField.ALL.stream().map(
                field -> "{\"type\":\"missing\",\"loc\":[\"body\",\"%s\"],\"msg\":\"Field required\",\"input\":{\"x\":[true]}}"
                        .formatted(field.fieldName()))
                .collect(Collectors.joining(",", "{\"detail\":[", "]}"));
        assertThat(result).isEqualTo(new ValidationResult.Invalid(422, errors));
    }

    @Test
    void everyControlCharacterAndLoneSurrogateIsWrittenAsAnEscape() {
        assertThat(PythonJson.quote("\u0000\u001f\ud800x\udfff\ud83d\ude00"))
                .isEqualTo("\"\\u0000\\u001f\\ud800x\\udfff\ud83d\ude00\"");
    }
}
