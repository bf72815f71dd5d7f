package io.fareswarm.page;

import java.nio.file.Files;

import org.junit.jupiter.api.Test;

import static io.fareswarm.page.Tab.expect;
import static org.assertj.core.api.Assertions.assertThat;

/// Tests of the files of a run.
class DownloadsIT extends PageTest {
    @Test
    void everyFileOfARunIsDownloadedAndItsCountsEqualThePages() throws Exception {
        ui().api().run("files", Specs.model("3s", Specs.USERS));
        try (Tab tab = tab()) {
            tab.open("run/default/files/statistics");
            expect(tab.state()).hasText("Passed");
            long requests = tab.awaitAbove("Requests", 0);
            expect(tab.locator("#panel tfoot")).containsText(Long.toString(requests));
            tab.show("downloads");
            expect(tab.locator("#panel tbody tr")).hasCount(8);
            RunFiles files = RunFiles.download(tab);
            assertThat(files.contents()).containsOnlyKeys("result.json", "result.html", "stats.csv", "history.csv",
                    "junit.xml", "series.json", "latency-valid-ride.hlog", "latency-ride-with-a-field-missing.hlog");
            files.assertRequests(requests);
            assertThat(RunFiles.junit(files.file("junit.xml"))).isEqualTo("2 tests, 0 failures");
        }
    }

    @Test
    void aFileOfAStoredRunIsDownloadedFromTheListOfRuns() throws Exception {
        ui().api().run("listed", Specs.model("1s", Specs.USERS));
        try (Tab tab = tab()) {
            tab.open("run/default/listed/runs");
            tab.locator(".files summary").click();
            String file = Files.readString(tab.download(tab.button("junit.xml")));
            assertThat(RunFiles.junit(file)).isEqualTo("2 tests, 0 failures");
        }
    }
}
