package io.fareswarm.page;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import static io.fareswarm.page.Tab.expect;

/// The steps of a user who runs a test on the page, with what the page must show after each.
public final class RunSteps {
    private RunSteps() {}

    /// Makes mistakes in the form, which must each stand at its field and nowhere else, and corrects them.
    ///
    /// @param tab a tab; afterwards it shows the form
    public static void correctTheForm(Tab tab) {
        tab.open("new");
        Map<String, List<String>> wrongAndRight = Map.of("Users", List.of("0", "5"), "Duration", List.of("soon", "3m"));
        wrongAndRight.forEach((label, values) -> {
            Locator field = tab.locator(".field").filter(new Locator.FilterOptions().setHas(tab.field(label)));
            tab.field(label).fill(values.getFirst());
            tab.button("Start swarming").click();
            expect(field.locator(".problem")).hasText(Pattern.compile("[a-z]"));
            expect(tab.field(label)).isFocused();
            expect(tab.locator("[aria-invalid=true]")).hasCount(1);
            expect(tab.locator(".start > .notice:visible")).hasCount(0);
            tab.field(label).fill(values.getLast());
            expect(tab.locator("[aria-invalid=true]")).hasCount(0);
        });
    }

    /// Starts a test with the form, and waits until its figures move.
    ///
    /// @param tab a tab; afterwards it shows the running test
    public static void startFromForm(Tab tab) {
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
        expect(tab.locator("#panel tbody")).containsText("ride with a field missing");
    }

    /// Edits the users of the running test from 5 to 9.
    public static void editUsers(Tab tab) {
        tab.button("Edit").click();
        tab.locator("dialog").getByLabel("Users").fill("9");
        tab.locator("dialog").getByLabel("Ramp up").fill("100");
        tab.button("Apply").click();
        expect(tab.locator("dialog")).hasCount(0);
        expect(tab.figure("Users")).hasText("9");
        tab.show("log");
        expect(tab.locator(".log")).containsText("EditApplied");
        expect(tab.locator(".log")).containsText("load.users.count 5 -> 9");
    }

    /// Stops the running test before its end.
    public static void stopEarly(Tab tab) {
        tab.stop();
        expect(tab.state()).hasText("Passed");
        expect(tab.locator(".bar")).containsText("stopped early");
    }

    /// Runs the test a second time, and stops it.
    public static void runAgain(Tab tab) {
        tab.button("Run again").click();
        expect(tab.locator(".bar")).containsText("run 2");
        tab.awaitAbove("Requests", 20);
        tab.stop();
        expect(tab.state()).hasText("Passed");
    }

    /// Compares the two runs of the test.
    public static void compare(Tab tab) {
        tab.show("runs");
        expect(tab.locator(".runs tbody tr")).hasCount(2);
        expect(tab.locator(".comparison h2").first()).hasText("Run 1 and run 2");
        Locator figures = tab.page().getByRole(AriaRole.REGION,
                new Page.GetByRoleOptions().setName("Figures of runs 1 and 2"));
        Locator rps = figures.locator("tbody tr").filter(new Locator.FilterOptions().setHasText("RPS"));
        expect(rps.locator("td").nth(2)).hasText(Pattern.compile("[+−±][0-9]"));
        expect(rps.locator("td").nth(4)).hasText(Pattern.compile("better|worse|equal"));
        expect(tab.locator(".comparison canvas").first()).isVisible();
    }
}
