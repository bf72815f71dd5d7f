package io.fareswarm.model.serve;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.junit.jupiter.api.Test;

import io.fareswarm.model.json.PythonJson;
import io.fareswarm.model.json.PythonSyntaxError;

import static org.assertj.core.api.Assertions.assertThat;

class PlainRideReaderTest {
    private static final String RIDE = """
            {"id": "a", "pickup_datetime": "2016-02-29", "pickup_longitude": -73.99, "pickup_latitude": 40.5,\
             "dropoff_longitude": -73.0, "dropoff_latitude": 41, "passenger_count": 1}""";
    private static final String STUFF = "{}[]\",:\\ \n-+.0123456789eENaIntrufls_\u00e4\u0001";

    private static ValidationResult fromTree(byte[] body) throws PythonJson.Unreadable {
        try {
            return RideValidation.of(PythonJson.read(body));
        } catch (PythonSyntaxError e) {
            return new ValidationResult.Invalid(422, e.reason());
        }
    }

    @Test
    void aPlainRideEqualsTheRideParsedFromTheTree() throws PythonJson.Unreadable {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
        int plain = 0;
        for (int i = 0; i < 50_000; i++) {
            String text = mutate(RIDE, random);
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            Coordinates ride = PlainRideReader.read(body);
            if (ride != null) {
                plain++;
                assertThat(fromTree(body)).as(text).isEqualTo(new ValidationResult.Accepted(ride));
            }
        }
        assertThat(plain).isGreaterThan(1_000);
    }

    private static String mutate(String text, RandomGenerator random) {
        StringBuilder mutated = new StringBuilder(text);
        for (int change = random.nextInt(3); change >= 0; change--) {
            int at = random.nextInt(mutated.length());
            char stuff = STUFF.charAt(random.nextInt(STUFF.length()));
            switch (random.nextInt(4)) {
                case 0 -> mutated.setCharAt(at, stuff);
                case 1 -> mutated.insert(at, stuff);
                case 2 -> mutated.deleteCharAt(at);
                default -> {
                    int from = random.nextInt(mutated.length());
                    String piece = mutated.substring(from, Math.min(from + random.nextInt(30), mutated.length()));
                    mutated.insert(at, piece);
                }
            }
        }
        return mutated.toString();
    }
}
