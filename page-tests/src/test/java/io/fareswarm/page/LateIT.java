package io.fareswarm.page;

import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;

import static io.fareswarm.page.Tab.expect;
import static org.assertj.core.api.Assertions.assertThat;

/// Tests of pages that are opened late in a run, and of stored runs: they show what a page shows that was open all the time.
class LateIT extends PageTest {
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
            expect(late.locator(".notes")).containsText("Failed window: rate, >= 100000/s in each 1s");
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

    private static Locator row(Tab tab, String threshold) {
        return tab.locator("#panel tbody tr").filter(new Locator.FilterOptions().setHasText(threshold));
    }

    private static Locator strip(Tab tab, String threshold) {
        return row(tab, threshold).locator(".strip i");
    }
}
