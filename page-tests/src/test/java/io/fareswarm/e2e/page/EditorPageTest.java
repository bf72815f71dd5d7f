package io.fareswarm.e2e.page;

import java.nio.file.Path;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.ScenarioNamespace;
import io.fareswarm.e2e.cluster.SharedRelease;
import io.fareswarm.page.Browsers;
import io.fareswarm.page.Fareswarm;
import io.fareswarm.page.RunFiles;
import io.fareswarm.page.Tab;

import static io.fareswarm.page.Tab.expect;
import static org.assertj.core.api.Assertions.assertThat;

/// Scenario of a user with the role `edit`, who works with the page of `./fareswarm ui --kubeconfig`.
@ExtendWith(SharedRelease.class)
@Order(1)
class EditorPageTest {
    private static final String[] TABS = {"statistics", "charts", "thresholds", "failures", "ratio", "workers", "log",
            "downloads"};

    @Test
    void anEditorRunsATestTwiceEditsItComparesItsRunsAndDownloadsTheirFiles(@TempDir Path folder) throws Exception {
        try (ScenarioNamespace namespace = new ScenarioNamespace("page")) {
            PageUser editor = PageUser.with("edit", namespace);
            namespace.dev().apply(Manifest.model("taxi", "synthetic: {rows: 20000}"));
            namespace.dev().await("Available", "fm/taxi");
            try (Fareswarm ui = Fareswarm.serving(folder, "ui", "--port", "0", "--kubeconfig",
                    editor.kubeconfig(folder, editor.token()).toString());
                    Browsers browsers = new Browsers();
                    Tab tab = browsers.tab(ui.page())) {
                expect(tab.locator("#connection")).hasText("Connected as " + editor.name());
                startEditAndStop(tab);
                runAgain(tab);
                compare(tab);
                download(tab);
                tryTheModel(tab, namespace);
                takePictures(tab, namespace);
            }
        }
    }

    private static void startEditAndStop(Tab tab) {
        tab.open("new");
        tab.fillForm("from-the-form", 5);
        tab.button("Start swarming").click();

        expect(tab.state()).hasText("Running");
        long requests = tab.awaitAbove("Requests", 0);
        tab.awaitAbove("Requests", requests);
        expect(tab.figure("RPS")).hasText(Pattern.compile("[1-9]"));
        expect(tab.figure("Users")).hasText("5");
        expect(tab.figure("Workers ready")).containsText("1 / 1");
        expect(tab.locator("#panel tbody")).containsText("valid ride");

        tab.button("Edit").click();
        tab.locator("dialog").getByLabel("Users").fill("9");
        tab.button("Apply").click();
        expect(tab.locator("dialog")).hasCount(0);
        expect(tab.figure("Users")).hasText("9");
        tab.show("log");
        expect(tab.locator(".log")).containsText("load.users.count 5 -> 9");
        tab.show("workers");
        Pictures.take(tab, "cluster-running");

        tab.stop();
        expect(tab.state()).hasText("Passed");
        expect(tab.locator(".bar")).containsText("stopped early");
    }

    private static void runAgain(Tab tab) {
        tab.button("Run again").click();
        expect(tab.locator(".bar")).containsText("run 2");
        tab.awaitAbove("Requests", 20);
        tab.stop();
        expect(tab.state()).hasText("Passed");
    }

    private static void compare(Tab tab) {
        tab.show("runs");
        expect(tab.locator(".runs tbody tr")).hasCount(2);
        expect(tab.locator(".comparison h2").first()).hasText("Run 1 and run 2");
        Locator figures = tab.page().getByRole(AriaRole.REGION,
                new Page.GetByRoleOptions().setName("Figures of runs 1 and 2"));
        Locator rps = figures.locator("tbody tr").filter(new Locator.FilterOptions().setHasText("RPS"));
        expect(rps.locator("td").nth(2)).hasText(Pattern.compile("[+−±][0-9]"));
        expect(tab.locator(".comparison canvas").first()).isVisible();
        Pictures.take(tab, "cluster-runs");
    }

    private static void download(Tab tab) throws Exception {
        long requests = tab.number("Requests");
        tab.show("downloads");
        expect(tab.locator("#panel tbody tr")).hasCount(8);
        RunFiles files = RunFiles.download(tab);
        assertThat(files.contents()).containsKeys("result.json", "stats.csv", "history.csv", "junit.xml");
        files.assertRequests(requests);
        assertThat(RunFiles.junit(files.file("junit.xml"))).isEqualTo("2 tests, 0 failures");
    }

    private static void tryTheModel(Tab tab, ScenarioNamespace namespace) {
        tab.open("model/%s/taxi".formatted(namespace.name()));
        expect(tab.locator(".conditions")).containsText("Trained");
        expect(tab.locator(".conditions")).containsText("Serves prices");
        tab.button("Get the price").click();
        expect(tab.locator(".price")).hasText(Pattern.compile("\\$[0-9]+\\.[0-9]{2}"));
        expect(tab.locator(".command")).containsText(
                "kubectl port-forward -n %s service/taxi".formatted(namespace.name()));
        Pictures.take(tab, "cluster-model");
    }

    private static void takePictures(Tab tab, ScenarioNamespace namespace) {
        Pictures.take(tab, "cluster-home", "");
        Pictures.take(tab, "cluster-form", "new");
        for (String one : TABS) {
            Pictures.take(tab, "cluster-" + one, "run/%s/from-the-form/%s".formatted(namespace.name(), one));
        }
    }
}
