package io.fareswarm.e2e.page;

import java.nio.file.Path;
import java.util.regex.Pattern;

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
import io.fareswarm.page.RunSteps;
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
                    Tab tab = browsers.tabOnNode(ui.page())) {
                expect(tab.locator("#connection")).hasText("Connected as " + editor.name());
                RunSteps.correctTheForm(tab);
                RunSteps.startFromForm(tab);
                RunSteps.editUsers(tab);
                tab.show("workers");
                Pictures.take(tab, "cluster-running");
                RunSteps.stopEarly(tab);
                RunSteps.runAgain(tab);
                RunSteps.compare(tab);
                Pictures.take(tab, "cluster-runs");
                download(tab);
                tryTheModel(tab, namespace);
                takePictures(tab, namespace);
            }
        }
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
