package io.fareswarm.page;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.text.NumberFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static io.fareswarm.page.Tab.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// Tests of the charts, the statistics and the comparison of two stored runs, which differ in their users and their duration.
class StoredRunIT extends PageTest {
    private static final JsonMapper JSON = new JsonMapper();
    /// Pixels of a line of the notes in a saved picture, and of the margin below them.
    private static final int NOTE_HEIGHT = 18;
    private static final int MARGIN = 20;
    private JsonNode result = JSON.nullNode();
    private JsonNode thresholds = JSON.nullNode();
    private JsonNode series = JSON.nullNode();

    @BeforeAll
    void store() throws Exception {
        ui().api().run("stored", Specs.model("3s", Specs.USERS,
                ", \"thresholds\": [{\"name\": \"rate\", \"throughput\": {\"min\": 1234.5}, \"window\": \"1s\"}]"));
        ui().api().edit("stored", "{\"run\": 2, \"duration\": \"5s\", \"load\": {\"users\": {\"count\": 4}}}");
        JsonNode run = ui().api().stored("stored", 2);
        result = run.path("result");
        thresholds = run.path("thresholds");
        series = JSON.readTree(ui().api().file("stored", 2, "series.json"));
    }

    private static Locator plot(Tab tab, int chart) {
        return tab.locator(".plot").nth(chart).locator(".u-over");
    }

    /// Points at a place of a chart.
    ///
    /// @param x from 0, the left edge, to 1, the right edge
    private static void point(Tab tab, int chart, double x) {
        BoundingBox box = plot(tab, chart).boundingBox();
        tab.page().mouse().move(box.x + x * box.width, box.y + box.height / 2);
    }

    private static String clock(double second) {
        return "0:%02d".formatted((int) second);
    }

    private static double number(String text, String name) {
        Matcher found = Pattern.compile(name + " ([0-9.]+)").matcher(text);
        assertThat(found.find()).as("%s in %s", name, text).isTrue();
        return Double.parseDouble(found.group(1));
    }

    @Test
    void thePointerOverOneChartShowsTheFiguresOfTheSameInstantInAllCharts() {
        JsonNode window = series.path("windows").path(2);
        JsonNode last = series.path("windows").path(series.path("windows").size() - 1);
        double end = last.path("t").asDouble() + last.path("s").asDouble();
        double middle = window.path("t").asDouble() + window.path("s").asDouble() / 2;
        try (Tab tab = tab()) {
            tab.open("run/default/stored/charts");
            expect(tab.locator(".plot")).hasCount(5);
            point(tab, 1, middle / end);
            expect(tab.locator(".charts-reading"))
                    .hasText(Pattern.compile("^at " + clock(window.path("t").asDouble()) + " · "));
            List<String> shown = tab.locator(".plot").all().stream().map(plot -> plot.getAttribute("aria-valuetext"))
                    .toList();
            assertThat(shown)
                    .allSatisfy(text -> assertThat(text).startsWith(clock(window.path("t").asDouble()) + ": "));
            double seconds = window.path("s").asDouble();
            assertThat(number(shown.get(0), "RPS")).isCloseTo(window.at("/all/0").asLong() / seconds, within(0.051));
            for (int i = 0; i < 3; i++) {
                double percentile = window.at("/all/" + (3 + i)).asDouble();
                assertThat(number(shown.get(1), List.of("p50", "p95", "p99").get(i)))
                        .isCloseTo(percentile, within(percentile / 100));
            }
            assertThat(shown.get(2)).contains(": %d requests, most of them".formatted(window.at("/all/0").asLong()));
            assertThat(number(shown.get(3), "users")).isEqualTo(window.path("users").asDouble());
            double lag = window.path("lagMs").asDouble();
            assertThat(number(shown.get(4), "lag")).isCloseTo(lag, within(lag / 100));
            assertThat(tab.locator(".plot").nth(0).locator("xpath=..").locator(".key-value").first().innerText())
                    .isEqualTo("%.1f".formatted(number(shown.get(0), "RPS")));
        }
    }

    @Test
    void draggingOverOneChartZoomsAllAndWholeRunShowsTheWholeRunAgain() {
        JsonNode last = series.path("windows").path(series.path("windows").size() - 1);
        double end = last.path("t").asDouble() + last.path("s").asDouble();
        String whole = "0:00 to " + clock(end);
        try (Tab tab = tab()) {
            tab.open("run/default/stored/charts");
            expect(tab.locator(".charts-reading")).hasText(whole);
            expect(tab.button("Whole run")).isDisabled();
            point(tab, 0, 0.3);
            tab.page().mouse().down();
            point(tab, 0, 0.5);
            point(tab, 0, 0.7);
            tab.page().mouse().up();
            expect(tab.button("Whole run")).isEnabled();
            point(tab, 1, 0.01);
            expect(tab.locator(".charts-reading")).hasText(Pattern.compile("^at " + clock(0.3 * end) + " "));
            point(tab, 1, 0.99);
            expect(tab.locator(".charts-reading")).hasText(Pattern.compile("^at " + clock(0.7 * end) + " "));
            tab.page().mouse().move(2, 2);
            expect(tab.locator(".charts-reading")).hasText(clock(0.3 * end) + " to " + clock(0.7 * end));

            tab.button("Whole run").click();
            expect(tab.locator(".charts-reading")).hasText(whole);
            expect(tab.button("Whole run")).isDisabled();
            point(tab, 1, 0.01);
            expect(tab.locator(".charts-reading")).hasText(Pattern.compile("^at 0:00 "));
        }
    }

    @Test
    void theChartsAreSavedAsOnePicture() throws IOException {
        try (Tab tab = tab()) {
            tab.open("run/default/stored/charts");
            expect(tab.locator(".plot")).hasCount(5);
            int notes = tab.locator(".notes li").count();
            assertThat(notes).as("windows that failed").isPositive();
            byte[] file = Files.readAllBytes(tab.download(tab.button("Save as PNG")));
            assertThat(file).startsWith(0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n').hasSizeGreaterThan(20_000);
            BufferedImage picture = Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(file)));
            assertThat(picture.getWidth()).isGreaterThanOrEqualTo(640);
            assertThat(picture.getHeight()).isGreaterThan(900);
            int[] pixels = picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
            assertThat(Arrays.stream(pixels).distinct().count()).as("colours").isGreaterThan(20);
            int below = picture.getHeight() - NOTE_HEIGHT * notes - MARGIN;
            for (int note = 0; note < notes; note++) {
                int[] line = picture.getRGB(0, below + NOTE_HEIGHT * note, picture.getWidth(), NOTE_HEIGHT, null, 0,
                        picture.getWidth());
                assertThat(Arrays.stream(line).distinct().count()).as("colours of note %d", note).isGreaterThan(3);
            }
        }
    }

    @Test
    void aClickOnAHeaderSortsTheStatisticsAndChosenColumnsAreRemembered() {
        try (Tab tab = tab()) {
            tab.open("run/default/stored/statistics");
            Locator names = tab.locator("#panel tbody th");
            expect(names).hasText(new String[]{"valid ride", "ride with a field missing"});
            Locator rides = tab.locator("#panel tbody tr").first();
            JsonNode task = result.path("tasks").valueStream()
                    .filter(each -> each.path("name").asText().equals("valid ride")).findFirst().orElseThrow();
            assertThat(cell(rides, "Requests")).isEqualTo(task.path("requests").asText());
            assertThat(cell(rides, "Average size"))
                    .isEqualTo(Math.round(task.path("bytesReceived").asDouble() / task.path("requests").asDouble())
                            + " B");
            Map.of("Median", "p50", "95%", "p95", "99%", "p99", "Average", "mean", "Min", "min", "Max", "max")
                    .forEach((column, field) -> {
                        double millis = task.at("/latencyMs/" + field).asDouble();
                        assertThat(Double.parseDouble(cell(rides, column).replace(",", ""))).as(column)
                                .isCloseTo(millis, within(Math.max(millis / 100, 0.0051)));
                    });

            header(tab, "Name").click();
            expect(names).hasText(new String[]{"ride with a field missing", "valid ride"});
            expect(tab.locator("#panel th[aria-sort]")).hasText(Pattern.compile("^Name"));
            header(tab, "Name").click();
            expect(names).hasText(new String[]{"valid ride", "ride with a field missing"});
            expect(tab.locator("#panel th[aria-sort=descending]")).hasText(Pattern.compile("^Name"));
            expect(tab.locator("#panel tfoot th")).hasText("All tasks");

            expect(header(tab, "90%")).hasCount(0);
            tab.locator(".columns summary").click();
            tab.field("Dropped").uncheck();
            tab.field("90%").check();
            expect(header(tab, "Dropped")).hasCount(0);
            tab.page().reload();
            expect(header(tab, "90%")).isVisible();
            expect(header(tab, "Dropped")).hasCount(0);
            expect(tab.locator("#panel th[aria-sort=descending]")).hasText(Pattern.compile("^Name"));
            double p90 = task.at("/latencyMs/p90").asDouble();
            assertThat(Double.parseDouble(cell(rides, "90%").replace(",", ""))).isCloseTo(p90,
                    within(Math.max(p90 / 100, 0.0051)));
        }
    }

    @Test
    void figuresAreInTheReadersLocale() {
        try (Tab tab = browsers().tabIn("de-DE", ui().page())) {
            tab.open("run/default/stored/thresholds");
            Locator row = tab.locator("#panel tbody tr");
            expect(row).containsText("≥ 1.234,5/s in each 1s");
            NumberFormat german = NumberFormat.getInstance(Locale.GERMANY);
            expect(row.locator("td").nth(3))
                    .hasText(german.format(thresholds.at("/0/figures/observed").asDouble()) + "/s");
            tab.show("statistics");
            expect(tab.locator("#panel tfoot [data-title=Average]")).hasText(Pattern.compile("^[0-9.]+(,[0-9]+)?$"));
        }
    }

    @Test
    void theKeyboardAloneSortsComparesAndDownloads() throws Exception {
        try (Tab tab = tab()) {
            Keyboard keyboard = new Keyboard(tab);
            tab.open("run/default/stored/statistics");
            keyboard.press(header(tab, "Name"), "Enter");
            expect(tab.locator("#panel th[aria-sort=ascending]")).hasText(Pattern.compile("^Name"));
            tab.page().keyboard().press("Space");
            expect(tab.locator("#panel th[aria-sort=descending]")).hasText(Pattern.compile("^Name"));

            keyboard.press(tab.locator("#tab-statistics"), "End");
            keyboard.focus(tab.button("Download junit.xml"));
            Download file = tab.page().waitForDownload(() -> tab.page().keyboard().press("Enter"));
            assertThat(Files.readString(file.path())).startsWith("<?xml");

            tab.open("run/default/stored/runs");
            expect(tab.locator(".comparison")).isVisible();
            keyboard.press(tab.field("Compare run 1"), "Space");
            expect(tab.locator(".comparison")).hasCount(0);
            keyboard.press(tab.field("Compare run 1"), "Space");
            expect(tab.locator(".comparison h2").first()).hasText("Run 1 and run 2");
        }
    }

    @Test
    void theChartsOfAComparisonHaveALineOfEachRun() {
        try (Tab tab = tab()) {
            tab.open("run/default/stored/runs");
            Locator plots = tab.locator(".comparison .plot");
            expect(plots).hasCount(3);
            plots.first().press("Home");
            for (int i = 0; i < 2; i++) {
                plots.nth(i).press("ArrowRight");
                expect(plots.nth(i)).hasAttribute("aria-valuetext", Pattern.compile("Run 1 [0-9.]+.*Run 2 [0-9.]+"));
            }
        }
    }

    private static Locator header(Tab tab, String title) {
        return tab.locator("#panel thead").getByRole(AriaRole.BUTTON,
                new Locator.GetByRoleOptions().setName(title).setExact(true));
    }

    private static String cell(Locator row, String column) {
        return row.locator("[data-title='%s']".formatted(column)).innerText();
    }

    /// The run is of one address: the test adds another one to its file on the way to the browser.
    @Test
    void theRatioShowsTheShareOfEachAddressIfTheTargetHasSeveral() throws Exception {
        ObjectNode file = (ObjectNode) JSON.readTree(ui().api().file("stored", 2, "result.json"));
        try (Tab tab = tab()) {
            tab.open("run/default/stored/ratio");
            expect(tab.locator("#panel tbody tr")).hasCount(2);
            expect(tab.locator(".addresses")).isHidden();
            file.putArray("addresses").addPOJO(Map.of("address", "10.0.0.7", "requests", 30, "failures", 0))
                    .addPOJO(Map.of("address", "10.0.0.8", "requests", 10, "failures", 4));
            tab.page().route("**/result.json", route -> route.fulfill(new Route.FulfillOptions()
                    .setContentType("application/json").setBody(file.toString())));
            tab.page().reload();
            expect(tab.locator(".addresses h2")).hasText("Addresses of the target");
            Locator rows = tab.locator(".addresses tbody tr");
            expect(rows).hasCount(2);
            assertThat(rows.all().stream().map(row -> row.locator("th, td").allInnerTexts()).toList()).isEqualTo(
                    List.of(List.of("10.0.0.7", "30", "0", "75.0%"), List.of("10.0.0.8", "10", "4", "25.0%")));
        }
    }

    @Test
    void theComparisonOfTwoRunsListsWhatDiffersInTheirSpecsAndInTheirFigures() throws Exception {
        JsonNode first = ui().api().runs("stored").path(1).path("result");
        try (Tab tab = tab()) {
            tab.open("run/default/stored/runs");
            Locator specs = tab.page().getByRole(AriaRole.REGION,
                    new Page.GetByRoleOptions().setName("Differences of the specs")).locator("tbody tr");
            expect(specs).hasCount(2);
            assertThat(specs.all().stream().map(row -> row.locator("th, td").allInnerTexts()).toList()).isEqualTo(
                    List.of(List.of("duration", "3s", "5s"), List.of("load.users.count", "10", "4")));
            expect(tab.locator(".comparison")).containsText("Their specs differ in 2 fields");

            Locator requests = tab.locator(".compared tbody tr")
                    .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^Requests")));
            long change = result.path("requests").asLong() - first.path("requests").asLong();
            assertThat(requests.locator("td").allInnerTexts().subList(0, 3)).isEqualTo(
                    List.of(first.path("requests").asText(), result.path("requests").asText(),
                            change == 0 ? "±0" : (change > 0 ? "+" : "−") + Math.abs(change)));
        }
    }
}
