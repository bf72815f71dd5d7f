package io.fareswarm.page;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
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
    void aDeletedTestLeavesItsReportsAndANewOneOfItsNameIsTheNextRun() throws Exception {
        ui().api().run("deleted", Specs.model("1s", Specs.USERS));
        String result = ui().api().file("deleted", 1, "result.json");
        try (Tab tab = tab()) {
            tab.open("run/default/deleted/statistics");
            tab.button("Delete").click();
            Locator dialog = tab.page().getByRole(AriaRole.DIALOG);
            Matcher place = Pattern.compile("stay on the disk, in (.*)[.] While").matcher(dialog.innerText());
            assertThat(place.find()).as(dialog.innerText()).isTrue();
            dialog.getByText("Delete", new Locator.GetByTextOptions().setExact(true)).click();
            expect(tab.locator("h1")).hasText("fareswarm");
            expect(tab.locator("#main")).not().containsText("deleted");
            assertThat(Path.of(place.group(1)).resolve("deleted/run-1/result.json")).hasContent(result);

            ui().api().create("deleted", Specs.model("1s", Specs.USERS));
            assertThat(ui().api().stored("deleted", 2).path("run").asInt()).isEqualTo(2);
            tab.open("run/default/deleted/runs");
            expect(tab.locator(".runs tbody tr")).hasCount(2);
            assertThat(ui().api().file("deleted", 1, "result.json")).isEqualTo(result);
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
