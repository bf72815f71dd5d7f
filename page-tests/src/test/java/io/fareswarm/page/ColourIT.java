package io.fareswarm.page;

import java.util.List;

import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.fareswarm.page.Tab.expect;
import static org.assertj.core.api.Assertions.assertThat;

/// Tests that the colour-blind tell apart what stands together, and that nothing is said by a colour alone.
class ColourIT extends PageTest {
    /// Least distance of two colours that mean something else side by side.
    private static final double LEAST = 20;
    /// Variables of colours that stand together: the lines of a chart, the verdicts, and each with its background.
    private static final List<List<String>> TOGETHER = List.of(List.of("--a", "--bad", "--card"),
            List.of("--a", "--b", "--c", "--card"), List.of("--good", "--bad", "--warn", "--card", "--page"));

    @ParameterizedTest
    @EnumSource(value = ColorScheme.class, names = {"LIGHT", "DARK"})
    void coloursThatStandTogetherDifferForEveryKindOfColourBlindness(ColorScheme scheme) {
        try (Tab tab = browsers().tab(ui().page(), 1280, 800, scheme)) {
            for (List<String> group : TOGETHER) {
                List<String> colours = group.stream().map(variable -> String.valueOf(tab.page().evaluate(
                        "v => getComputedStyle(document.documentElement).getPropertyValue(v).trim()", variable)))
                        .toList();
                for (ColourBlindness seen : ColourBlindness.ALL) {
                    for (int i = 0; i < colours.size(); i++) {
                        for (int j = i + 1; j < colours.size(); j++) {
                            if (!group.get(i).equals("--card")) {
                                assertThat(seen.distance(colours.get(i), colours.get(j)))
                                        .as("%s: %s and %s", seen.kind(), group.get(i), group.get(j))
                                        .isGreaterThan(LEAST);
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void verdictsLinesAndWindowsHaveAMarkBesideTheirColour() throws Exception {
        ui().api().run("marked", Specs.model("4s", Specs.USERS, ", \"thresholds\": ["
                + "{\"name\": \"rate\", \"throughput\": {\"min\": 100000}, \"window\": \"1s\"},"
                + "{\"name\": \"tail\", \"latency\": {\"percentile\": 99, \"max\": \"20s\"}, \"window\": \"1s\"}]"));
        try (Tab tab = tab()) {
            tab.open("run/default/marked/thresholds");
            expect(tab.state()).hasText("Failed");
            assertThat(strings(tab, "['Passed', 'Failed', 'Invalid', 'Running', 'Pending'].map(state => {"
                    + " const node = document.createElement('span'); node.className = `state ${state}`;"
                    + " document.body.append(node); const mark = getComputedStyle(node, '::before').content;"
                    + " node.remove(); return mark; })")).doesNotHaveDuplicates().doesNotContain("none", "normal");
            expect(tab.locator(".strip i.failed").first()).isVisible();
            expect(tab.locator(".strip i.passed").first()).isVisible();
            assertThat(strings(tab, "['passed', 'failed'].map(result => getComputedStyle("
                    + "document.querySelector(`.strip .${result}`)).backgroundImage.split('(')[0])"))
                    .as("failed windows are hatched").containsExactly("none", "repeating-linear-gradient");
            expect(tab.locator("#panel")).containsText("failed of");

            tab.open("run/default/marked/charts");
            expect(tab.locator(".chart canvas").first()).isVisible();
            assertThat(strings(tab, "[...document.querySelectorAll('.chart')].map(chart => {"
                    + " const lines = [...chart.querySelectorAll('.swatch')].map(s => getComputedStyle(s).borderTopStyle);"
                    + " return lines.length === new Set(lines).size ? '' : chart.textContent; })"))
                    .as("charts with two lines of one pattern").containsOnly("");
        }
    }

    private static List<String> strings(Tab tab, String script) {
        return ((List<?>) tab.page().evaluate(script)).stream().map(String::valueOf).toList();
    }
}
