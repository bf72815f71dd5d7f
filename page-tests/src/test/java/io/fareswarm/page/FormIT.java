package io.fareswarm.page;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.fareswarm.page.Tab.expect;
import static org.assertj.core.api.Assertions.assertThat;

/// Tests of the form that starts a run.
class FormIT extends PageTest {
    @Test
    void aFormWithAnErrorShowsItAtItsFieldInTheWordsOfTheCommandLine(@TempDir Path folder) throws Exception {
        String words = problem(folder, "spec.load.users.count", """
                apiVersion: fareswarm.io/v1beta1
                kind: LoadTest
                metadata: {name: wrong}
                spec: {target: {url: "http://localhost:1"}, load: {users: {count: 0}}}
                """);
        try (Tab tab = tab()) {
            tab.open("new");
            tab.field("Users").fill("0");
            tab.button("Start swarming").click();
            Locator field = tab.locator(".field").filter(new Locator.FilterOptions().setHas(tab.field("Users")));
            expect(field.locator(".problem")).hasText(words);
            expect(tab.field("Users")).hasAttribute("aria-invalid", "true");
            expect(tab.field("Users")).isFocused();
            expect(tab.locator("h1")).hasText("Start a new load test");

            tab.field("Users").fill("3");
            expect(field.locator(".problem")).isHidden();
        }
    }

    @Test
    void aFieldIsCheckedWhileItIsTyped() {
        try (Tab tab = tab()) {
            tab.open("new");
            Locator field = tab.locator(".field").filter(new Locator.FilterOptions().setHas(tab.field("Duration")));
            tab.field("Duration").fill("5 apples");
            expect(field.locator(".problem")).containsText("must be a time");
            expect(tab.field("Duration")).hasAttribute("aria-invalid", "true");
            tab.field("Duration").fill("5s");
            expect(field.locator(".problem")).isHidden();
        }
    }

    /// What the command line says about a field of a manifest.
    private static String problem(Path folder, String path, String manifest) throws Exception {
        Path file = Files.writeString(folder.resolve("wrong.yaml"), manifest);
        try (Fareswarm command = Fareswarm.command(folder, "run", "-f", file.toString(), "--report",
                folder.resolve("report").toString())) {
            assertThat(command.status()).isEqualTo(2);
            Matcher line = Pattern.compile(Pattern.quote(path) + ": (.*)").matcher(command.err());
            assertThat(line.find()).as(command.err()).isTrue();
            return line.group(1);
        }
    }

    @Test
    void anUnknownModelIsRefusedInTheFormAndByTheServer() throws Exception {
        var response = ui().api().post("api/resources",
                Api.manifest("unknown-model", Specs.spec("\"model\": \"nowhere\"", "1s", Specs.USERS)));
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).contains("spec.target.model: expected a FareModel on this machine, found nowhere");

        try (Tab tab = tab()) {
            tab.open("new");
            // A model that was deleted after the form had listed it.
            tab.locator("select[data-at='spec.target.model']").evaluate(
                    "select => { select.options[0].value = 'nowhere'; select.dispatchEvent(new Event('change')); }");
            tab.button("Start swarming").click();
            expect(tab.locator("#main")).containsText("expected a FareModel on this machine, found nowhere");
            assertThat(ui().api().runs("load-test")).isEmpty();
        }
    }

    @Test
    void aNameThatIsTakenIsRefusedWithAHint() throws Exception {
        try (Tab tab = tab()) {
            tab.allow("409");
            tab.open("new");
            tab.field("Name").fill("taxi-rush");
            tab.button("Start swarming").click();
            expect(tab.locator(".notice.error").last())
                    .containsText("LoadTest default/taxi-rush exists: give the new one another name");
        }
    }

    @Test
    void theManifestOfTheFormIsShownAsYaml() {
        try (Tab tab = tab()) {
            tab.open("new");
            tab.field("Name").fill("as-yaml");
            tab.button("Show as YAML").click();
            expect(tab.locator("dialog")).containsText("name: \"as-yaml\"");
            expect(tab.locator("dialog")).containsText("kind: \"LoadTest\"");
        }
    }

    @Test
    void theKeyboardAloneStartsAndStopsARun() throws Exception {
        try (Tab tab = tab()) {
            focus(tab, "#new");
            tab.page().keyboard().press("Enter");
            expect(tab.locator("h1")).hasText("Start a new load test");
            focus(tab, "[data-at='metadata.name']");
            type(tab, "by-keyboard");
            focus(tab, "[data-at='spec.load.users.count']");
            type(tab, "2");
            focus(tab, "[data-at='spec.duration']");
            type(tab, "3m");
            tab.page().keyboard().press("Enter");
            expect(tab.state()).hasText("Running");
            tab.awaitAbove("Requests", 0);

            focus(tab, "[data-tab=statistics]");
            tab.page().keyboard().press("ArrowRight");
            expect(tab.locator("#tab-charts")).hasAttribute("aria-selected", "true");
            focus(tab, ".button.danger");
            tab.page().keyboard().press("Enter");
            focus(tab, "dialog .button.danger");
            tab.page().keyboard().press("Enter");
            expect(tab.state()).hasText(Pattern.compile("Passed|Failed|Invalid"));
            assertThat(ui().api().stored("by-keyboard", 1).path("result").path("requests").asLong()).isPositive();
        }
    }

    private static void type(Tab tab, String text) {
        tab.page().keyboard().press("Control+a");
        tab.page().keyboard().type(text);
    }

    /// Presses the Tab key until the focus is on a node that is seen.
    private static void focus(Tab tab, String selector) {
        Locator wanted = tab.locator(selector).first();
        expect(wanted).isVisible();
        for (int pressed = 0; pressed < 80; pressed++) {
            if ((Boolean) wanted.evaluate("node => node === document.activeElement")) {
                assertThat(tab.page().evaluate("() => document.activeElement.matches(':focus-visible')"))
                        .as("%s shows its focus", selector).isEqualTo(true);
                return;
            }
            tab.page().keyboard().press("Tab");
        }
        throw new AssertionError("the Tab key does not reach " + selector);
    }
}
