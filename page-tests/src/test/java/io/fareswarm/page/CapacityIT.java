package io.fareswarm.page;

import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static io.fareswarm.page.Tab.expect;
import static org.assertj.core.api.Assertions.assertThat;

/// Tests of the view of a search for the capacity, while it goes on and of the stored run.
@Order(2)
class CapacityIT extends PageTest {
    private static final String SPEC = """
            {"target": {"model": "taxi"}, "maxLag": "10s",
             "load": {"capacity": {"start": 60, "max": 60, "time": "2m", "step": {"min": "10s", "max": "10s"}}},
             "thresholds": [{"name": "failures", "failureRatio": {"max": "1%"}},
                            {"name": "enough", "capacity": {"min": 10}}]}""";

    @Test
    void aSearchIsShownStepByStepWithItsChartsAndTheCapacityFound() throws Exception {
        ui().api().create("search", SPEC);
        try (Tab tab = tab()) {
            tab.open("run/default/search/capacity");
            expect(tab.locator(".capacity")).hasText("Step 1: 60.0 requests a second");
            expect(tab.figure("In flight")).isVisible();
            Locator steps = tab.locator("#panel tbody tr");
            expect(steps).hasCount(2);
            expect(steps.last()).containsText("Confirm");
            expect(tab.state()).hasText("Passed");

            expect(tab.locator(".capacity")).hasText("60.0 requests a second (at least 60.0/s)");
            expect(tab.locator("#panel"))
                    .containsText("every limit holds at the maximum rate, confirmed by a longer step");
            expect(tab.locator("polyline")).hasCount(4);
            expect(tab.locator("polyline + circle")).hasCount(4);
            JsonNode step = ui().api().stored("search", 1).at("/capacity/steps/0");
            assertThat(step.at("/counts/seconds").asInt()).isGreaterThan(3);
            expect(steps.first().locator("td[data-title=Requests]"))
                    .hasText(Pattern.compile("^" + step.at("/counts/requests").asText() + "$"));
            expect(steps.first()).containsText("✓ failures 0");
            tab.picture("capacity");

            tab.show("thresholds");
            expect(tab.locator("#panel tbody")).containsText("≥ 10/s");
        }
    }

    @Test
    void theFormOffersASearchInPlaceOfUsersAndChecksItsFields() {
        try (Tab tab = tab()) {
            tab.open("new");
            tab.locator("summary").first().click();
            tab.field("Capacity: searches for the highest rate within all limits").check();
            expect(tab.field("First rate")).hasValue("50");
            expect(tab.field("Duration")).hasCount(0);
            tab.field("First rate").fill("30000");
            tab.picture("capacity-form");
            expect(tab.locator("main")).containsText("start must not be above max");
        }
    }
}
