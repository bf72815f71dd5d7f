package io.fareswarm.e2e.page;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.fareswarm.e2e.cluster.Command;
import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.ScenarioNamespace;
import io.fareswarm.e2e.cluster.SharedRelease;
import io.fareswarm.page.Browsers;
import io.fareswarm.page.RunFiles;
import io.fareswarm.page.Tab;

import static io.fareswarm.page.Tab.expect;
import static org.assertj.core.api.Assertions.assertThat;

/// Scenario of a user with the role `view`, who pastes tokens into the page that the chart installs.
@ExtendWith(SharedRelease.class)
@Order(2)
class ViewerPageTest {
    /// Long, as some names are.
    private static final String NAME = "nightly-regression-of-the-fare-model-v12";
    private static final String TAXI = Manifest.loadTest(NAME, "duration: 3s", "workers: {count: 1}");

    @Test
    void aViewerMayChangeNothingAndAnotherTokenContinuesTheSamePage(@TempDir Path folder) throws Exception {
        try (ScenarioNamespace namespace = new ScenarioNamespace("viewed");
                ScenarioNamespace other = new ScenarioNamespace("other")) {
            other.dev().apply(Manifest.loadTest("secret"));
            namespace.dev().apply(Manifest.model("taxi", Manifest.WEIGHTS), TAXI);
            PageUser viewer = PageUser.with("view", namespace);
            PageUser editor = PageUser.with("edit", namespace);
            String token = viewer.tokenBoundTo("session");
            namespace.dev().await("Complete", "loadtest/" + NAME);

            try (PortForward forward = PortForward.toPage(Release.SHARED, folder);
                    Browsers browsers = new Browsers();
                    Tab tab = browsers.tabOnNode(forward.page())) {
                tab.allow("401");
                tab.allow("403");
                signIn(tab, viewer, token);
                assertOnlyThisNamespaceIsSeen(tab, other);
                assertNothingMayBeChanged(tab, viewer);
                assertAPredictionIsACommand(tab, namespace);
                tab.open("run/%s/%s/downloads".formatted(namespace.name(), NAME));
                expect(tab.state()).hasText("Passed");
                expect(tab.locator("#panel tbody")).containsText("junit.xml");

                namespace.admin().run("delete", "secret", "session");
                viewer.awaitRejected(folder, token);
                continueAs(tab, editor);
            }
        }
    }

    private static void signIn(Tab tab, PageUser viewer, String token) {
        Locator dialog = tab.locator("dialog");
        expect(dialog).containsText("A token is needed");
        Pictures.take(tab, "cluster-token");
        tab.useToken("wrong");
        expect(dialog.locator(".error")).containsText("found one that it rejects: it may have expired");
        Pictures.take(tab, "cluster-token-rejected");
        tab.useToken(token);
        expect(tab.locator("#connection")).hasText("Connected as " + viewer.name());
        expect(dialog).hasCount(0);
    }

    private static void assertOnlyThisNamespaceIsSeen(Tab tab, ScenarioNamespace other) {
        expect(tab.locator("#main")).containsText(NAME);
        Pictures.take(tab, "cluster-viewer-home");
        assertThat(tab.locator("body").innerText()).doesNotContain("secret", other.name());
        tab.open("run/%s/secret/statistics".formatted(other.name()));
        expect(tab.locator("#main")).containsText("You may not see this namespace");
        Pictures.take(tab, "cluster-viewer-other");
    }

    private static void assertNothingMayBeChanged(Tab tab, PageUser viewer) {
        Command refused = viewer.namespace().admin().attempt(Manifest.loadTest("mine"), "--as", viewer.name(), "create",
                "-f", "-");
        assertThat(refused.err()).contains(viewer.refusal("create"));
        expect(tab.locator("#new")).hasAttribute("aria-disabled", "true");
        expect(tab.locator("#new")).hasAttribute("title", viewer.refusal("create"));
        tab.open("new");
        expect(tab.button("Start swarming")).hasAttribute("aria-description", viewer.refusal("create"));
        expect(tab.locator(".start > .refused")).hasText(viewer.refusal("create"));
        Pictures.take(tab, "cluster-viewer-form");
        tab.open("run/%s/%s/statistics".formatted(viewer.namespace().name(), NAME));
        for (String button : List.of("Run again", "Change and run")) {
            expect(tab.button(button)).hasAttribute("aria-disabled", "true");
            expect(tab.button(button)).hasAttribute("title", viewer.refusal("patch"));
        }
        expect(tab.locator(".bar .refused:visible")).hasText(viewer.refusal("patch"));
        expect(tab.button("Delete")).hasAttribute("title", viewer.refusal("delete"));
        tab.button("Delete").click(new Locator.ClickOptions().setForce(true));
        expect(tab.locator("dialog")).hasCount(0);
        Pictures.take(tab, "cluster-viewer-run");
    }

    private static void assertAPredictionIsACommand(Tab tab, ScenarioNamespace namespace) {
        tab.open("model/%s/taxi".formatted(namespace.name()));
        tab.button("Get the command").click();
        expect(tab.locator(".price")).hasText("No price");
        expect(tab.locator("[aria-label=Response]")).containsText("cannot create resource \"services/proxy\"");
        expect(tab.locator(".command")).containsText(
                "kubectl port-forward -n %s service/taxi".formatted(namespace.name()));
        Pictures.take(tab, "cluster-viewer-model");
    }

    /// Continues with the token of another user, after the API server rejects that of the viewer.
    private static void continueAs(Tab tab, PageUser editor) throws Exception {
        // An event and no click: a request of the page itself may have opened the dialog over the button.
        tab.locator("#panel tbody tr").filter(new Locator.FilterOptions().setHasText("junit.xml")).locator("button")
                .dispatchEvent("click");
        expect(tab.locator("dialog")).containsText("found one that it rejects");
        expect(tab.state()).hasText("Passed");
        Pictures.take(tab, "cluster-token-expired");
        Download file = tab.page().waitForDownload(() -> tab.useToken(editor.token()));
        assertThat(RunFiles.junit(Files.readString(file.path()))).isEqualTo("2 tests, 0 failures");
        expect(tab.locator("#connection")).hasText("Connected as " + editor.name());
        expect(tab.locator("dialog")).hasCount(0);
        assertThat(tab.page().url()).endsWith("%s/downloads".formatted(NAME));

        tab.button("Run again").click();
        expect(tab.locator(".bar")).containsText("run 2");
        expect(tab.state()).hasText(Pattern.compile("Passed|Failed|Invalid"));
        tab.show("runs");
        expect(tab.locator(".runs tbody tr")).hasCount(2);
    }
}
