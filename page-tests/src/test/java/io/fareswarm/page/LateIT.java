package io.fareswarm.page;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Locator;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;

import static io.fareswarm.page.Tab.expect;
import static org.assertj.core.api.Assertions.assertThat;

/// Tests of pages that are opened late in a run, and of stored runs: they show what a page shows that was open all the time.
class LateIT extends PageTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String MISSING = ", \"tasks\": [{\"name\": \"nothing\", \"request\": {\"path\": \"/nothing\"}}]";
    private static final String WINDOWS = ", \"thresholds\": ["
            + "{\"name\": \"rate\", \"throughput\": {\"min\": 100000}, \"window\": \"1s\"},"
            + "{\"name\": \"tail\", \"latency\": {\"percentile\": 99, \"max\": \"20s\"}, \"window\": \"1s\"}]";

    @Test
    void failedWindowsAndTheTimesOfErrorsAreShownToWhomeverComesLateAndInAStoredRun() throws Exception {
        ui().api().create("late", Specs.model("3m", Specs.USERS, MISSING, WINDOWS));
        try (Tab early = tab(); Tab late = tab()) {
            early.open("run/default/late/thresholds");
            expect(strip(early, "rate").nth(3)).hasClass("failed");

            late.open("run/default/late/thresholds");
            expect(strip(late, "rate").first()).hasAttribute("title", "0:00–0:01: failed");
            expect(strip(late, "rate").nth(3)).hasAttribute("title", "0:03–0:04: failed");
            expect(strip(late, "tail").first()).hasAttribute("title", "0:00–0:01: passed");
            expect(row(late, "rate")).containsText("Failed: 0:00–0:01, 0:01–0:02");
            late.show("charts");
            expect(late.locator(".notes")).containsText("Failed window: rate, ≥ 100,000/s in each 1s");
            late.show("failures");
            expect(late.locator("#panel tbody td").nth(4)).hasText(Pattern.compile("0:0[0-9]"));
            late.stop();
            expect(late.state()).hasText("Failed");
        }
        JsonNode stored = ui().api().stored("late", 1);
        JsonNode error = stored.at("/result/errors/0");
        assertThat(error.path("firstSecond").isIntegralNumber()).isTrue();
        assertThat(error.path("lastSecond").asLong()).isGreaterThan(error.path("firstSecond").asLong());
        String cells = stored.at("/thresholds/0/windows/strip/cells").asText();
        assertThat(cells).matches("x{4,60}");

        ui().api().again("late", 2);
        try (Tab tab = tab()) {
            tab.open("run/default/late/thresholds/1");
            expect(strip(tab, "rate")).hasCount(cells.length());
            expect(strip(tab, "rate").first()).hasAttribute("title", Pattern.compile("0:00–0:0[0-9]: failed"));
            tab.show("failures");
            expect(tab.locator("#panel tbody td").nth(5))
                    .hasText(Pattern.compile("^0:0*" + error.path("lastSecond").asLong() + "$"));
            tab.open("run/default/late/thresholds");
            tab.stop();
            expect(tab.state()).hasText(Pattern.compile("Failed|Invalid"));
        }
    }

    @Test
    void allKindsOfErrorsAreShownWhenTheRunIsOver() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        HttpServer target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        target.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(400 + requests.getAndIncrement() % 25, -1);
            }
        });
        target.start();
        try (Tab tab = tab()) {
            ui().api().run("kinds",
                    Specs.spec("\"url\": \"http://127.0.0.1:%d\"".formatted(target.getAddress().getPort()),
                            "3s", "\"arrivals\": {\"rate\": 20}",
                            ", \"tasks\": [{\"name\": \"get\", \"request\": {\"path\": \"/\"}}]"));
            tab.open("run/default/kinds/failures");
            expect(tab.locator("#panel tbody tr")).hasCount(25);
            expect(tab.locator("#panel tbody")).containsText("found 424");
            JsonNode stored = JSON.readTree(ui().api().file("kinds", 1, "result.json"));
            assertThat(stored.at("/result/errors")).hasSize(25);
            assertThat(stored.path("otherFailures").asLong()).isZero();
            assertThat(ui().api().runs("kinds").path(0).at("/result/errors")).hasSize(10);
        } finally {
            target.stop(0);
        }
    }

    private static Locator row(Tab tab, String threshold) {
        return tab.locator("#panel tbody tr").filter(new Locator.FilterOptions().setHasText(threshold));
    }

    private static Locator strip(Tab tab, String threshold) {
        return row(tab, threshold).locator(".strip i");
    }
}
