package io.fareswarm.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static io.fareswarm.page.Tab.expect;
import static org.assertj.core.api.Assertions.assertThat;

/// Tests of every view of the page: accessibility, width, and a picture of it.
class EveryViewIT extends PageTest {
    private static final Map<String, String> VIEWS = views();

    private static Map<String, String> views() {
        Map<String, String> views = new LinkedHashMap<>();
        views.put("home", "");
        views.put("form", "new");
        views.put("again", "again/default/viewed");
        views.put("models", "models");
        views.put("model", "model/default/taxi");
        views.put("not-started", "run/default/taxi-rush/statistics");
        views.put("missing", "run/default/nothing/statistics");
        for (String tab : List.of("statistics", "charts", "thresholds", "failures", "ratio", "workers", "log", "runs",
                "downloads")) {
            views.put(tab, "run/default/viewed/" + tab);
        }
        return views;
    }

    @BeforeAll
    void store() throws Exception {
        String task = "{\"name\": \"%s\", \"weight\": %d, \"request\": {\"method\": \"POST\", \"path\": \"/predict\", "
                + "\"body\": {\"ride\": {%s}}}, \"expect\": {\"status\": [\"200\"]}}";
        String spec = Specs.model("6s", Specs.USERS, ", \"tasks\": [", task.formatted("valid ride", 5, ""), ", ",
                task.formatted("a ride with a long name that says which one of seven is missing", 1,
                        "\"drop\": 1"),
                "], \"thresholds\": [{\"name\": \"errors\", \"failureRatio\": {\"max\": \"1%\"}}, "
                        + "{\"name\": \"p99\", \"latency\": {\"percentile\": 99, \"max\": \"10s\"}, \"window\": \"1s\"}]");
        ui().api().run("viewed", spec);
        ui().api().again("viewed", 2);
        ui().api().stored("viewed", 2);
    }

    private static void settle(Tab tab, String screen) {
        tab.open(screen);
        expect(tab.locator("#main")).not().containsText("Loading");
        expect(tab.locator("#main h1").first()).isAttached();
        tab.page().waitForLoadState();
    }

    @ParameterizedTest
    @EnumSource(value = ColorScheme.class, names = {"LIGHT", "DARK"})
    void everyViewFitsANarrowAndAWideWindowAndIsPictured(ColorScheme scheme) {
        List<String> wide = new ArrayList<>();
        for (int width : new int[]{360, 1280, 2560}) {
            try (Tab tab = browsers().tab(ui().page(), width, 800, scheme)) {
                VIEWS.forEach((name, screen) -> {
                    settle(tab, screen);
                    if (tab.scrollsSideways()) {
                        wide.add("%s at %d px".formatted(name, width));
                    }
                    int header = ((Number) tab.page().evaluate("() => document.querySelector('.top').offsetHeight"))
                            .intValue();
                    if (header > 70) {
                        wide.add("%s at %d px: the header has two rows".formatted(name, width));
                    }
                    if (width == 360) {
                        tab.tablesThatScrollSideways()
                                .forEach(table -> wide.add("the table %s of %s".formatted(table, name)));
                    }
                    tab.picture("%s-%d-%s".formatted(name, width, scheme.name().toLowerCase(Locale.ROOT)));
                });
                Locator compared = tab.locator(".compared");
                tab.open("run/default/viewed/runs");
                expect(compared).containsText(Pattern.compile("[✓✗=] (better|worse|equal)"));
                if ((Boolean) compared.evaluate("table => table.scrollWidth > table.clientWidth")) {
                    wide.add("the comparison at %d px".formatted(width));
                }
            }
        }
        assertThat(wide).as("views that scroll sideways").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"LIGHT, 1280", "DARK, 1280", "LIGHT, 360", "LIGHT, 2560"})
    void noViewViolatesARuleOfAccessibility(ColorScheme scheme, int width) {
        List<String> found = new ArrayList<>();
        try (Tab tab = browsers().tab(ui().page(), width, 800, scheme)) {
            VIEWS.forEach((name, screen) -> {
                settle(tab, screen);
                tab.violations().forEach(violation -> found.add(name + ": " + violation));
            });
            settle(tab, "new");
            tab.field("Users").fill("0");
            tab.field("Duration").fill("soon");
            tab.button("Start swarming").click();
            expect(tab.locator("[aria-invalid=true]")).hasCount(2);
            tab.violations().forEach(violation -> found.add("form with errors: " + violation));
            tab.picture("form-errors-%d-%s".formatted(width, scheme.name().toLowerCase(Locale.ROOT)));
        }
        assertThat(found).isEmpty();
    }

    @Test
    void theDialogThatAsksForATokenViolatesNoRuleOfAccessibility() {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : new int[]{1280, 360}) {
                try (Tab tab = browsers().tab(ui().page(), width, 800, scheme)) {
                    tab.allow("401");
                    // As the server of a cluster's page responds to a call without a token, or with an expired one.
                    tab.page().route("**/api/session", route -> route.fulfill(new Route.FulfillOptions().setStatus(401)
                            .setContentType("application/json").setBody(route.request().headers()
                                    .containsKey("authorization")
                                            ? "{\"message\": \"expected a token of the API server, found one that it rejects\"}"
                                            : "{\"message\": \"\"}")));
                    tab.page().reload();
                    expect(tab.locator("dialog")).containsText("A token is needed");
                    assertThat(tab.violations()).as("token dialog, %s, %d px", scheme, width).isEmpty();
                    tab.useToken("wrong");
                    expect(tab.locator("dialog .error")).containsText("found one that it rejects");
                    assertThat(tab.violations()).as("rejected token, %s, %d px", scheme, width).isEmpty();
                }
            }
        }
    }

    @Test
    void theChartsAndTheEditDialogOfARunThatGoesOnArePicturedAndTheDialogViolatesNoRuleOfAccessibility()
            throws Exception {
        ui().api().create("taxi-evening", Specs.model("3m",
                "\"users\": {\"count\": 60, \"spawnRate\": 4, \"wait\": {\"between\": {\"min\": \"0s\", \"max\": \"600ms\"}}}"));
        try (Tab tab = tab()) {
            tab.open("run/default/taxi-evening/charts");
            expect(tab.state()).hasText("Running");
            expect(tab.figure("Users")).hasText("60");
            ui().api().edit("taxi-evening", "{\"load\": {\"users\": {\"count\": 90, \"spawnRate\": 20}}}");
            expect(tab.figure("Users")).hasText("90");
            long requests = tab.number("Requests");
            tab.awaitAbove("Requests", requests + 1000);
            tab.picture("running");
            tab.button("Edit").click();
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                for (int width : new int[]{1280, 360}) {
                    tab.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                    tab.page().setViewportSize(width, 800);
                    assertThat(tab.violations()).as("edit dialog, %s, %d px", scheme, width).isEmpty();
                    assertThat((Boolean) tab.locator("dialog").evaluate("d => d.scrollWidth > d.clientWidth"))
                            .as("the edit dialog scrolls sideways at %d px", width).isFalse();
                }
            }
            tab.picture("edit-360-dark");
            tab.button("Cancel").click();
            tab.stop();
            expect(tab.state()).hasText("Passed");
        }
    }
}
