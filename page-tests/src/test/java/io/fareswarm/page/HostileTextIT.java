package io.fareswarm.page;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

import com.microsoft.playwright.Locator;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.fareswarm.page.Tab.expect;
import static org.assertj.core.api.Assertions.assertThat;

/// Tests of texts that try to be more than text: names of a manifest, and what a target sends.
class HostileTextIT extends PageTest {
    private static final String SCRIPT = "<img src=x onerror=alert(1)><script>alert(2)</script>";
    private static final String ANSI = "\u001b[31mred\u001b[0m";
    private static final String TURNED = "\u202egnp.exe";

    @Test
    void hostileNamesAndBodiesAppearAsTextAndRunNothing() throws Exception {
        byte[] body = (SCRIPT + ANSI + TURNED + "x".repeat(1 << 20)).getBytes(StandardCharsets.UTF_8);
        HttpServer target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            target.setExecutor(threads);
            target.createContext("/", exchange -> {
                try (exchange) {
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(500, body.length);
                    exchange.getResponseBody().write(body);
                }
            });
            target.start();
            try (Tab tab = tab()) {
                ui().api().run("hostile", Specs.spec(
                        "\"url\": \"http://127.0.0.1:%d\"".formatted(target.getAddress().getPort()), "2s",
                        "\"arrivals\": {\"rate\": 5}",
                        ", \"tasks\": [{\"name\": \"<b>%s</b>\\u001b[31m\\u202etask\", \"request\": {\"path\": \"/\"}}]"
                                .formatted("<script>alert(3)</script>"),
                        ", \"thresholds\": [{\"name\": \"%s\", \"failureRatio\": {\"max\": \"0%%\"}}]"
                                .formatted("<script>alert(4)</script>")));
                assertPlainText(tab, "hostile");
                tab.open("run/default/hostile/statistics");
                expect(tab.locator("#panel tbody"))
                        .containsText("<b><script>alert(3)</script></b>\ufffd[31m\ufffdtask");
                tab.open("run/default/hostile/thresholds");
                expect(tab.locator("#panel tbody")).containsText("<script>alert(4)</script>");
                tab.open("run/default/hostile/failures");
                expect(tab.locator("#panel tbody")).containsText("500");
                Locator details = tab.locator("#panel tbody details summary");
                if (details.count() > 0) {
                    details.first().click();
                }
                expect(tab.locator("#panel tbody")).containsText(SCRIPT.substring(0, 40));
                tab.open("");
                expect(tab.locator("#main")).containsText("hostile");
                assertThat(tab.scrollsSideways()).isFalse();
            }
        } finally {
            target.stop(0);
        }
    }

    /// Looks at every view of a failed run.
    private static void assertPlainText(Tab tab, String test) {
        for (String view : new String[]{"statistics", "charts", "thresholds", "failures", "ratio", "workers", "log",
                "runs", "downloads"}) {
            tab.open("run/default/%s/%s".formatted(test, view));
            expect(tab.state()).hasText("Failed");
            tab.show(view);
            assertThat(tab.locator("#main img, #main script, #main b").count()).as(view).isZero();
            assertThat(tab.locator("#main").innerText()).as(view).doesNotContain("\u001b", "\u202e");
            assertThat(tab.scrollsSideways()).as(view).isFalse();
        }
    }

    @Test
    void hostileResponseHeadersAndLinesOfAMegabyteAppearAsText() throws Exception {
        String all = SCRIPT + ANSI + TURNED;
        String line = (all + "y".repeat(1 << 20)).substring(0, 1 << 20);
        Map<String, String> responses = Map.of(
                "/reason", "HTTP/1.1 500 " + all + "\r\nX-" + "z".repeat(100) + ": " + all
                        + "\r\nContent-Length: 2\r\n\r\nno",
                "/encoding", "HTTP/1.1 200 OK\r\nContent-Encoding: " + all + "\r\nContent-Length: 2\r\n\r\n{}",
                "/type", "HTTP/1.1 302 Found\r\nContent-Type: " + all + "\r\nLocation: javascript:alert(1)//" + all
                        + "\r\nContent-Length: 0\r\n\r\n",
                "/header", "HTTP/1.1 200 OK\r\nX-Long: " + line + "\r\n\r\n",
                "/garbage", all + "\r\n\r\n",
                "/body", "HTTP/1.1 500 No\r\nConnection: close\r\n\r\n" + line);
        String tasks = responses.keySet().stream().sorted().map(path -> ("{\"name\": \"%s\", \"request\": {\"path\": "
                + "\"%s\"}, \"expect\": {\"status\": [\"200\"], \"jsonPointer\": {\"pointer\": \"/price\"}}}")
                .formatted(path.substring(1),
                        path))
                .collect(Collectors.joining(", "));
        try (HostileTarget target = new HostileTarget(responses); Tab tab = tab()) {
            ui().api().run("headers", Specs.spec("\"url\": \"%s\"".formatted(target.url()), "3s",
                    "\"arrivals\": {\"rate\": 10}", ", \"tasks\": [%s]".formatted(tasks),
                    ", \"thresholds\": [{\"name\": \"errors\", \"failureRatio\": {\"max\": \"0%\"}}]"));
            assertPlainText(tab, "headers");
            tab.open("run/default/headers/failures");
            expect(tab.locator("#panel tbody tr")).hasCount(responses.size());
            Locator encoding = tab.locator("#panel tbody tr")
                    .filter(new Locator.FilterOptions().setHasText("encoding"));
            expect(encoding).containsText("found Content-Encoding of another kind");
            assertThat(tab.locator("#panel tbody").innerText().length()).as("long lines are cut").isLessThan(20_000);
            assertThat(ui().api().file("headers", 1, "result.html")).doesNotContain("<script", "<img", "\u001b",
                    "\u202e");
            assertThat(ui().api().file("headers", 1, "result.json").length()).isLessThan(100_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"run/%3Cscript%3Ealert(1)%3C%2Fscript%3E/%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E/charts",
            "model/default/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "again/default/%22onload%3Dalert(1)",
            "run/default/%E0%A4%A/statistics", "run/default/taxi-rush/constructor",
            "run/default/taxi-rush/runs/compare/-1/x"})
    void anAddressThatNamesNothingShowsAPlainSentence(String screen) {
        try (Tab tab = tab()) {
            tab.open(screen);
            expect(tab.locator("#main")).not().isEmpty();
            assertThat(tab.locator("#main script, #main img").count()).isZero();
        }
    }
}
