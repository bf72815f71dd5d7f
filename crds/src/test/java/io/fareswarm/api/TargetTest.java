package io.fareswarm.api;

import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

import com.google.re2j.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TargetTest {
    private static final Pattern URL = Pattern.compile(Target.URL);
    private static final List<String> HOST = List.of("a", "Z9", "1", "255", "256", "0", "00", "-", "_", ".", ".", ".",
            "[::1]", "%41", "é");
    private static final List<String> PATH = List.of("/", "a", "%20", "%2", "%", "|", "{", "}", "^", "`", "\\", "[",
            "]",
            "!$&'()*+,;=:@-._~", "\"", "<", ">", "?", "#", " ");

    private static String some(Random random, List<String> parts, int maximum) {
        return random.ints(random.nextInt(maximum + 1), 0, parts.size()).mapToObj(parts::get)
                .collect(Collectors.joining());
    }

    @Test
    void javaFindsAHostInEveryUrlThatTheSchemaAccepts() {
        Random random = new Random(1);
        int accepted = 0;
        for (int i = 0; i < 200_000; i++) {
            String url = "http://" + some(random, HOST, 7) + (random.nextInt(4) == 0 ? ":8080" : "")
                    + (random.nextInt(4) == 0 ? "/" + some(random, PATH, 3) : "");
            if (URL.matcher(url).matches()) {
                assertThat(URI.create(url).getHost()).as(url).isNotNull();
                accepted++;
            }
        }
        assertThat(accepted).isGreaterThan(5_000);
    }
}
