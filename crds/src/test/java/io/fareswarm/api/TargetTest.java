package io.fareswarm.api;

import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

import com.google.re2j.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TargetTest {
    private static final Pattern URL = Pattern.compile(WebAddress.URL);
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
                URI parsed = WebAddress.parse(url).orElseThrow();
                assertThat(url).as(url).startsWith("http://" + WebAddress.inUrl(WebAddress.host(parsed)));
                assertThat(WebAddress.port(parsed)).as(url).isEqualTo(url.contains(":8080") ? 8080 : 80);
                accepted++;
            }
        }
        assertThat(accepted).isGreaterThan(5_000);
    }

    @Test
    void anAddressReplacesTheHostAndThePortOfTheUrlAndNothingElse() {
        assertThat(WebAddress.connectUrl("https://shop.test/a?b", null)).isEqualTo("https://shop.test/a?b");
        assertThat(WebAddress.connectUrl("https://shop.test/a", "10.0.0.7")).isEqualTo("https://10.0.0.7:443");
        assertThat(WebAddress.connectUrl("http://shop.test:81", "10.0.0.7")).isEqualTo("http://10.0.0.7:81");
        assertThat(WebAddress.connectUrl("http://shop.test", "[::1]")).isEqualTo("http://[::1]:80");
        assertThat(WebAddress.connectUrl("http://shop_1", "[::1]:8080")).isEqualTo("http://[::1]:8080");
        assertThat(WebAddress.connectUrl("http://shop_1:82", "web_2")).isEqualTo("http://web_2:82");
    }
}
