package io.fareswarm.operator.result.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.operator.result.MergedResult;
import io.fareswarm.operator.result.ResultAccumulator;
import io.fareswarm.operator.result.Runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class ResultHtmlTest {
    private static final String ATTACK = "<script>document.title='owned'</script>\"'&</pre>\u202E{{verdict}}";

    @TempDir
    Path folder = Path.of("");

    private static String page(MergedResult measured) {
        LoadTestStatus known = Runs.status();
        LoadTestStatus status = new LoadTestStatus(1L, known.phase(), known.verdict(), known.run(), known.target(),
                known.workers(), measured.result(120_000_000_000L),
                List.of(new ThresholdResult(ATTACK, "152ms", "<= 100ms", false, null, null)), known.conditions(), null,
                null,
                null);
        return Objects.requireNonNull(ReportFiles.of("default", "taxi-rush", Runs.spec(), Runs.tasks(ATTACK), status,
                measured, Duration.ofMinutes(2), Series.of(0, List.of(), measured)).get("result.html"));
    }

    /// The text of the page in Chromium, followed by measurements of the script in the surrounding frame.
    private String shown(String page, String... options) throws IOException, InterruptedException {
        String browser = Stream.of("chromium", "chromium-browser", "google-chrome").map(Path.of("/usr/bin")::resolve)
                .filter(Files::isExecutable).map(Path::toString).findFirst().orElse("");
        assumeTrue(!browser.isEmpty(), "no Chromium is installed here");
        Path frame = Files.writeString(folder.resolve("frame.html"), """
                <!DOCTYPE html><meta charset="utf-8"><iframe width="1000" height="3000" srcdoc="%s"></iframe><pre></pre>
                <script>onload = () => {
                  const inside = document.querySelector("iframe").contentDocument;
                  const box = element => element.getBoundingClientRect();
                  const lines = [...inside.querySelectorAll("svg > path")].filter(path => box(path).height > 5);
                  document.querySelector("pre").textContent = inside.body.innerText
                    + "\\ntitle " + inside.title + "\\nlines " + lines.length
                    + "\\nwider " + (inside.documentElement.scrollWidth > 1000)
                    + "\\nloaded " + inside.defaultView.performance.getEntriesByType("resource").length
                    + "\\nbackground " + getComputedStyle(inside.body).backgroundColor;
                }</script>
                """.formatted(Html.escape(page)));
        Path out = folder.resolve("out");
        List<String> command = Stream.concat(Stream.of(browser, "--headless", "--no-sandbox", "--disable-gpu",
                "--user-data-dir=" + folder.resolve("profile"), "--dump-dom"),
                Stream.concat(Stream.of(options), Stream.of(frame.toUri().toString()))).toList();
        Process chromium = new ProcessBuilder(command).redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            assertThat(chromium.waitFor(2, TimeUnit.MINUTES)).as("Chromium ended").isTrue();
        } finally {
            chromium.descendants().forEach(ProcessHandle::destroyForcibly);
            chromium.destroyForcibly();
        }
        String dom = Files.readString(out);
        return dom.substring(dom.indexOf("<pre>"));
    }

    @Test
    void aBrowserShowsVerdictFiguresChartsAndTables() throws Exception {
        String shown = shown(page(Runs.twoMinutes(ATTACK)));

        assertThat(shown).contains("taxi-rush, run 1\n\nFailed\n\n").contains("expected &lt;= 100ms, observed 152ms")
                .contains("14,400", "120.0 /s", "Requests a second", "Latency, ms", "Users, or requests in flight",
                        "✗ failed", "expected 200, found 503", "Conditions", "What was tested")
                .contains("&lt;script&gt;document.title='owned'&lt;/script&gt;\"'&amp;&lt;/pre&gt;")
                .contains("\ntitle Failed: taxi-rush, run 1\n", "\nwider false\n", "\nloaded 0\n")
                // The line of the constant rate is flat; those of failures, three percentiles and users are not.
                .doesNotContain("0:31").contains("\nlines 5\n").contains("\nbackground rgb(246, 247, 249)");
    }

    @Test
    void thePageIsDarkIfTheSystemIsDark() throws Exception {
        assertThat(shown(page(Runs.twoMinutes(ATTACK)), "--blink-settings=preferredColorScheme=0"))
                .contains("\nbackground rgb(14, 17, 22)");
    }

    @Test
    void namesAreEscaped() {
        String page = page(Runs.twoMinutes(ATTACK));

        assertThat(page).doesNotContain("<script", "\u202E").containsOnlyOnce("</pre>")
                .contains("<bdi>&lt;script&gt;document.title=&#39;owned&#39;&lt;/script&gt;&quot;&#39;&amp;");
        assertThat(page).contains("&lt;/pre&gt;\uFFFD{{verdict}}</bdi>")
                .contains("<code><bdi>POST /predict: &lt;b&gt;no upstream&lt;/b&gt;</bdi></code>");
        assertThat(page).contains("default-src 'none'").doesNotContain("http-equiv=\"refresh\"", "<link", "<img",
                "@import",
                "url(");
    }

    @Test
    void aMarkShowsTheValuesOfItsTime() {
        assertThat(page(Runs.twoMinutes(ATTACK))).contains(">1:15  120.0/s, failed 16.0/s</text>")
                .contains(">0:10  40</text>").containsPattern(">1:15  p50 [0-9.]+ ms, p95 [0-9.]+ ms, p99 [0-9.]+ ms<");
    }

    @Test
    void aRunWithoutMeasurementsHasNoCharts() {
        assertThat(page(new ResultAccumulator(List.of("valid ride")).measured())).contains("<h1 class=\"Failed\">")
                .doesNotContain("<svg");
    }
}
