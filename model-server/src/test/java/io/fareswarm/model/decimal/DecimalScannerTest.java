package io.fareswarm.model.decimal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DecimalScannerTest {
    private static final Pattern JSON = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private final DecimalScanner scanner = new DecimalScanner();

    private double scan(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return scanner.scan(Arrays.copyOf(bytes, bytes.length + 1 + DecimalScanner.SLACK), 0);
    }

    @Test
    void everyNumberIsParsedAsJavaParsesIt() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
        for (int i = 0; i < 300_000; i++) {
            String text = switch (random.nextInt(4)) {
                case 0 -> Double.toString(Double.longBitsToDouble(random.nextLong()) * (random.nextInt(3) - 1));
                case 1 -> String.valueOf(random.nextLong() >> random.nextInt(64));
                case 2 ->
                    String.format(Locale.ROOT, "%." + (1 + random.nextInt(20)) + "f", random.nextDouble(-180, 180));
                default -> random.nextInt(1000) + "." + Math.abs(random.nextLong()) + Math.abs(random.nextLong());
            };
            if (text.contains("NaN") || text.contains("Inf")) {
                continue;
            }
            assertThat(scan(text)).as(text).isEqualTo(Double.parseDouble(text));
            assertThat(scanner.end()).as(text).isEqualTo(text.length());
        }
    }

    @Test
    void theScanEndsWhereTheNumberEnds() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        String alphabet = "0123456789012345678901234567890..--+eE,\n\u00e4";
        for (int i = 0; i < 300_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(24); length >= 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Matcher expected = JSON.matcher(text);
            double value = scan(text.toString());
            if (scanner.end() >= 0) {
                assertThat(expected.lookingAt()).as(text.toString()).isTrue();
                assertThat(scanner.end()).as(text.toString()).isEqualTo(expected.end());
                assertThat(value).isEqualTo(Double.parseDouble(expected.group()));
            }
        }
    }

    @Test
    void textThatIsNotAJsonNumberIsRejected() {
        for (String text : new String[]{"", "-", "+1", ".5", "-.5", "5.", "5.e3", "01", "-01", "1e", "1e+", "x", "NaN",
                "12345678901234567890.", "1.5e"}) {
            scan(text);
            assertThat(scanner.end()).as(text).isEqualTo(-1);
        }
    }
}
