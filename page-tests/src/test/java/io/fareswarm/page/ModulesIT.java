package io.fareswarm.page;

import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests of the page's modules by themselves, imported by a file of the server that has no script.
class ModulesIT extends PageTest {
    /// The value of a script's last expression, with a module under the name `m`.
    private Object evaluate(String locale, String module, String script) {
        try (Tab tab = tab();
                BrowserContext context = tab.page().context().browser()
                        .newContext(new Browser.NewContextOptions().setLocale(locale))) {
            Page page = context.newPage();
            page.navigate(ui().page() + "page.css");
            return page.evaluate("async () => { const m = await import('/%s'); return %s; }".formatted(module, script));
        }
    }

    private Object evaluate(String module, String script) {
        return evaluate("en-GB", module, script);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en-GB | 1,234,567 | 0.123 ms | 1.50 ms | 12.0 s | 1,500 | 0.5   | 12.3% | 1.5 KiB
            de-DE | 1.234.567 | 0,123 ms | 1,50 ms | 12,0 s | 1.500 | 0,50  | 12,3 % | 1,5 KiB
            """)
    void figuresAreWrittenInTheReadersLocale(String locale, String count, String fast, String ms, String slow,
            String rate, String rare, String percent, String bytes) {
        Object found = evaluate(locale, "format.js", "[m.count(1234567), m.latency(0.1234), m.latency(1.5), "
                + "m.latency(12000), m.rate(1500), m.rate(0.5), m.percent(12.34), m.bytes(1536)]");
        assertThat(((List<?>) found).stream().map(each -> String.valueOf(each).replace('\u00a0', ' ')).toList())
                .isEqualTo(List.of(count, fast, ms, slow.replaceFirst("[.,]0", ""), rate,
                        rare.length() == 3 ? rare + "0" : rare, percent, bytes));
    }

    @Test
    void figuresWithoutAValueAreDashesAndSmallSharesAreNotZero() {
        assertThat(evaluate("format.js", "[m.count(null), m.latency(undefined), m.rate(NaN), m.percent(null), "
                + "m.percent(0.001), m.percent(99.999), m.clock(3661), m.duration(90), m.seconds('1m30s'), "
                + "m.seconds('soon')].map(String)"))
                .isEqualTo(List.of("–", "–", "–", "–", "< 0.01%", "100%", "1:01:01", "1m 30s", "90", "null"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en-GB | ≤ 1,234.5 ms in each 10s | 1.5 ms | ≥ 0.05% | 99.9999% | ≥ 1,234.36/s | 12.3457 s | no samples
            de-DE | ≤ 1.234,5 ms in each 10s | 1,5 ms | ≥ 0,05 % | 99,9999 % | ≥ 1.234,36/s | 12,3457 s | no samples
            """)
    void limitsAndObservedValuesOfThresholdsHaveAllTheirDigitsInTheReadersLocale(String locale, String limit,
            String observed, String share, String observedShare, String rate, String slow, String none) {
        Object found = evaluate(locale, "views/thresholds.js", "(f => [m.limitOf(f(1.5, 1234.5, 'ms', true)), "
                + "m.observedOf(f(1.5, 1234.5, 'ms', true)), m.limitOf(f(1, 0.05, '%', false)).split(' in ')[0], "
                + "m.observedOf(f(99.9999, 0.05, '%', false)), m.limitOf(f(1, 1234.36, '/s', false)).split(' in ')[0], "
                + "m.observedOf(f(12345.7, 1, 'ms', true)), m.observedOf(f(undefined, 1, 'ms', true))])"
                + "((observed, limit, unit, atMost) => ({observed: 'no samples', limit: '<= 1 in each 10s', "
                + "figures: {observed, limit, unit, atMost}}))");
        assertThat(((List<?>) found).stream().map(each -> String.valueOf(each).replace('\u00a0', ' ')).toList())
                .isEqualTo(List.of(limit, observed, share, observedShare, rate, slow, none));
        assertThat(evaluate(locale, "views/thresholds.js",
                "[m.limitOf({limit: '<= 1ms'}), m.observedOf({observed: '2ms'})]"))
                .as("a result of an earlier version").isEqualTo(List.of("<= 1ms", "2ms"));
    }

    private static final String SERIES = "m.joinSeries({warmup: 0, tasks: ['a'], bucketsMs: [1, 2], notes: [], windows: "
            + "[0, 4].map(t => ({t, width: 4, seconds: 4, users: 1, lagMs: 0, n: 40, failures: 0, dropped: 0, "
            + "p50: 1, p95: 2, p99: 3, heat: [[0, 40]], tasks: [[40, 0, 1, 2, 3]]}))}, "
            + "[6, 8, 10].map(second => m.pointOf({second, seconds: 2, users: 5, lagMs: 1, "
            + "all: {requests: 10, failures: 1, p50: 1, p95: second, p99: second}, "
            + "heat: {firstBucket: 1, requests: [20]}, tasks: [{name: 'a', requests: 10, failures: 1, p95: second}]})))";

    @Test
    void livePointsAfterTheStoredWindowsAreMergedToTheirWidthAndNoSecondCountsTwice() {
        assertThat(evaluate("store.js", SERIES + ".windows.map(w => [w.t, w.n, w.failures, w.users])"))
                .isEqualTo(List.of(List.of(0, 40, 0, 1), List.of(4, 40, 0, 1), List.of(8, 40, 4, 5)));
        assertThat(evaluate("store.js", SERIES + ".windows.at(-1)"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsAllEntriesOf(Map.of("p95", 10, "heat", List.of(List.of(1, 40)), "seconds", 4));
    }

    private static final String STOPPED = "(await import('/series.js')).readSeries({tasks: ['a'], bucketsMs: [], windows: ["
            + "{t: 8, n: 500}, {t: 9, n: 230, load: {s: 0.4, all: [200, 0], tasks: [[200, 0]]}}, "
            + "{t: 10, n: 2, load: {s: 0, all: [0, 0], tasks: [[0, 0]]}}].map(({n, ...w}) => ({s: 1, users: 5, lagMs: 0, "
            + "heat: [], all: [n, 0, 0, 1, 2, 3], tasks: [[n, 0, 0, 1, 2, 3]], ...w}))})";

    @ParameterizedTest
    @ValueSource(ints = {-1, 0})
    void theWindowInWhichTheLoadEndedHasTheRateOfItsLoadAndADrainHasNone(int task) {
        assertThat(evaluate("timeline.js", "[m.columnsOf(%s, %d)].map(c => [c.requests.map(String), c.p99, c.ends])[0]"
                .formatted(STOPPED, task)))
                .isEqualTo(List.of(List.of("500", "500", "undefined"), List.of(3, 3, 3), List.of(9, 10, 11)));
    }

    @Test
    void aWindowBetweenTwoGapsIsDrawnAsAPointAlsoTheFirstAndTheLast() {
        assertThat(evaluate("linechart.js",
                "m.lonely({data: [[], [1, null, 2, undefined, 3, null, undefined, 4, undefined, null, 5]]}, 1)"))
                .isEqualTo(List.of(0, 7, 10));
        assertThat(evaluate("linechart.js", "String(m.lonely({data: [[], [1, 2, null, 3, 4]]}, 1))")).isEqualTo("null");
    }

    @Test
    void aLiveWindowThatNoStatusHadIsNoGapAndTwoAreOne() {
        String live = "m.joinSeries(null, [0, 2, 6, 12].map(second => m.pointOf({second, seconds: 2, users: 1, lagMs: 0, "
                + "all: {requests: 10, failures: 0}})))";
        assertThat(evaluate("store.js", "(await import('/timeline.js')).columnsOf(" + live + ").requests.map(String)"))
                .isEqualTo(List.of("10", "10", "10", "null", "10"));
        assertThat(evaluate("store.js", "(c => [c.t, c.ends])((await import('/timeline.js')).columnsOf(" + live + "))"))
                .as("the heat map has no hole between 4 and 6")
                .isEqualTo(List.of(List.of(0, 2, 6, 8, 12), List.of(2, 6, 8, 12, 14)));
    }

    @Test
    void theNotesOfARunAreTheStoredOnesAndTheEditsThatCameAfterThem() {
        assertThat(evaluate("timeline.js",
                "m.notesOf([{t: 3, kind: 'edit', text: 'cut…'}, {t: 9, kind: 'lost', text: 'b'}], "
                        + "[{second: 3, change: 'cut off'}, {second: 5, change: 'c'}]).map(n => [n.t, n.kind, n.text])"))
                .isEqualTo(List.of(List.of(3, "edit", "cut…"), List.of(5, "edit", "c"), List.of(9, "lost", "b")));
    }

    @Test
    void rowsAreSortedByValueAndThoseWithoutOneComeLast() {
        assertThat(evaluate("dom.js", "m.sorted([{n: 'b10'}, {n: null}, {n: 'b9'}, {n: 'a'}], "
                + "[{id: 'n', value: r => r.n}], {id: 'n', descending: true}).map(r => String(r.n))"))
                .isEqualTo(List.of("b10", "b9", "a", "null"));
        assertThat(evaluate("dom.js", "m.sorted([{n: 10}, {n: 9}, {n: undefined}, {n: 100}], "
                + "[{id: 'n', value: r => r.n}], {id: 'n', descending: false}).map(r => String(r.n))"))
                .isEqualTo(List.of("9", "10", "100", "undefined"));
    }

    @Test
    void theCellsOfAThresholdHaveTheTimesOfTheRunAndFailedOnesAreNotes() {
        String threshold = "{name: 'tail', limit: '<= 1ms', windows: {throughSecond: 50, "
                + "strip: {fromSecond: 0, cellSeconds: 20, cells: '+x.'}}}";
        assertThat(evaluate("views/thresholds.js",
                "m.cellsOf(%s, 5).map(c => [c.from, c.to, c.state])".formatted(threshold)))
                .isEqualTo(List.of(List.of(5, 25, "passed"), List.of(25, 45, "failed"), List.of(45, 55, "not judged")));
        assertThat(evaluate("views/thresholds.js", "m.failedWindows([%s], 5)".formatted(threshold)))
                .isEqualTo(List.of(Map.of("t", 25, "kind", "failedWindow", "text", "tail, <= 1ms")));
    }

    @Test
    void aTableThatDoesNotHaveAllWorkersOrAllFailuresSaysHowManyItLacks() {
        assertThat(evaluate("views/workers.js", "[m.shortened([{index: 0}, {index: 1}], {desired: 2}), "
                + "m.shortened([], {desired: 2}), m.shortened([{index: 0}, {index: 1}, {index: 1}], {desired: 1200})]"))
                .isEqualTo(
                        List.of("", "", " The table has 2 of 1,200 workers; the others follow within half a minute."));
        assertThat(evaluate("views/workers.js",
                "(rows => [rows.map(w => `${w.index} ${w.requests} ${Boolean(w.older)}`)"
                        + ".join(), m.shortened(rows, {desired: 3})])(m.rowsOf([{index: 1, requests: 9}], (await import('/series.js'))"
                        + ".readSeries({tasks: [], windows: [], workers: [0, 1, 2].map(i => [i, 0, 'Running', 1, i, 1, 1, 1, 1])})"
                        + ".workers))"))
                .isEqualTo(
                        List.of("1 9 false,0 0 true,2 2 true", " The 1 with the greatest lag or turn are up to date; "
                                + "the others, marked with *, are up to half a minute old."));
        assertThat(evaluate("views/failures.js",
                "[m.moreFailures(null), m.moreFailures({failures: 5, errors: [{count: 5}]}), "
                        + "m.moreFailures({failures: 50, errors: [{count: 20}, {count: 18}]})]"))
                .isEqualTo(List.of(0, 0, 12));
    }

    @Test
    void aMergePatchTurnsOneManifestIntoAnother() {
        assertThat(evaluate("manifest.js",
                "m.mergePatch({load: {users: {count: 5, spawnRate: 1}}, run: 1, tasks: [1]}, "
                        + "{load: {users: {count: 9}}, run: 1, tasks: [1]})"))
                .isEqualTo(evaluate("manifest.js", "({load: {users: {count: 9, spawnRate: null}}})"));
        assertThat(evaluate("manifest.js", "m.pathOf(m.keysOf('spec.tasks[2].name'))")).isEqualTo("spec.tasks[2].name");
    }

    @Test
    void theYamlOfAFormIsReadBackAsTheSameManifest() throws Exception {
        String manifest = Api.manifest("yaml", Specs.model("2s", Specs.USERS,
                ", \"tasks\": [{\"name\": \"a: #b 'c' \\\"d\\\" 1.0\", \"request\": {\"path\": \"/x?y=z\"}}]"));
        var json = new com.fasterxml.jackson.databind.json.JsonMapper();
        String yaml = json.readTree(ui().api().post("api/validate", manifest).body()).path("yaml").asText();
        Object again = new org.yaml.snakeyaml.Yaml().load(yaml);
        assertThat(json.<com.fasterxml.jackson.databind.JsonNode>valueToTree(again)).isEqualTo(json.readTree(manifest));
    }
}
