package io.fareswarm.model.serve;

import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.fareswarm.model.json.Json;

import static org.assertj.core.api.Assertions.assertThat;

class RideValidationTest {
    @Test
    void writesABodyOnceHoweverManyOfItsFieldsAreMissing() {
        AtomicInteger written = new AtomicInteger();
        Map<String, Json> fields = new AbstractMap<>() {
            @Override
            public Set<Map.Entry<String, Json>> entrySet() {
                return Set.of(Map.entry("x", new Json.Array(new CountedList(written))));
            }
        };
        Verdict verdict = RideValidation.of(new Json.Obj(fields));
        String errors = RideField.ALL.stream().map(
                field -> "{\"type\":\"missing\",\"loc\":[\"body\",\"%s\"],\"msg\":\"Field required\",\"input\":{\"x\":[true]}}"
                        .formatted(field.fieldName()))
                .collect(Collectors.joining(",", "{\"detail\":[", "]}"));
        assertThat(verdict).isEqualTo(new Verdict.Refused(422, errors));
        assertThat(written).hasValue(1);
    }

    /// One value, and how often it was asked for.
    private static final class CountedList extends AbstractList<Json> {
        private final AtomicInteger asked;

        private CountedList(AtomicInteger asked) {
            this.asked = asked;
        }

        @Override
        public Json get(int index) {
            asked.incrementAndGet();
            return new Json.Bool(true);
        }

        @Override
        public int size() {
            return 1;
        }
    }

    @Test
    void writesEveryControlCharacterAndHalfPairAsAnEscape() {
        StringBuilder text = new StringBuilder();
        Json.write("\u0000\u001f\ud800x\udfff", text);
        assertThat(text).hasToString("\"\\u0000\\u001f\\ud800x\\udfff\"");
    }
}
