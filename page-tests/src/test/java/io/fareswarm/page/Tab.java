package io.fareswarm.page;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

import static org.assertj.core.api.Assertions.assertThat;

/// A tab of the browser with the page. It collects what must never happen: errors on the console or in a script, violations of the
/// Content-Security-Policy, dialogs of scripts, requests to other addresses.
final class Tab implements AutoCloseable {
    private static final double PATIENCE_MS = 90_000;

    private final URI address;
    private final BrowserContext context;
    private final Page page;
    private final List<String> problems = new ArrayList<>();
    private final List<Pattern> expected = new ArrayList<>();

    /// Opens the page.
    ///
    /// @param scheme colour scheme of the browser
    Tab(Browser browser, URI address, int width, int height, ColorScheme scheme) {
        this.address = address;
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        context = browser.newContext(new Browser.NewContextOptions().setViewportSize(width, height)
                .setColorScheme(scheme).setLocale("en-GB"));
        context.setDefaultTimeout(PATIENCE_MS);
        context.addInitScript("document.addEventListener('securitypolicyviolation', "
                + "e => console.error(`Content-Security-Policy: ${e.violatedDirective} ${e.blockedURI} ${e.sample}`))");
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                problems.add("console: " + message.text() + " " + message.location());
            }
        });
        page.onPageError(error -> problems.add("script: " + error));
        page.onDialog(dialog -> {
            problems.add("dialog of a script: " + dialog.message());
            dialog.dismiss();
        });
        page.onRequest(request -> {
            String url = request.url();
            if (!url.startsWith(address.toString()) && !url.startsWith("data:") && !url.startsWith("blob:")) {
                problems.add("request to another address: " + url);
            }
        });
        open("");
    }

    /// Opens a screen by the part of its address after `#/`.
    void open(String screen) {
        page.navigate(address + "#/" + screen);
        expect(page.locator("#connection")).containsText("Connected");
    }

    /// Allows console errors that contain a text, such as those of a test that ends the server.
    void allow(String text) {
        expected.add(Pattern.compile(text, Pattern.LITERAL));
    }

    Page page() {
        return page;
    }

    static LocatorAssertions expect(Locator locator) {
        return PlaywrightAssertions.assertThat(locator);
    }

    Locator locator(String selector) {
        return page.locator(selector);
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /// A field of a form, by its label.
    Locator field(String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).first();
    }

    /// Opens a tab of the run that is shown.
    void show(String title) {
        page.locator("[role=tab][data-tab=" + title + "]").click();
        expect(page.locator("[role=tab][data-tab=" + title + "]")).hasAttribute("aria-selected", "true");
        expect(page.locator("#panel")).not().containsText("Loading");
    }

    /// The verdict or the phase of the run that is shown.
    Locator state() {
        return page.locator(".bar .state");
    }

    /// A figure of the bar, by the beginning of its name.
    Locator figure(String name) {
        return page.locator(".figures div").filter(
                new Locator.FilterOptions().setHas(page.locator("dt").filter(
                        new Locator.FilterOptions().setHasText(Pattern.compile("^" + name)))))
                .locator("dd");
    }

    /// The number of a figure; 0 while it shows none.
    long number(String figure) {
        String digits = figure(figure).innerText().replaceAll("[^0-9]", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits);
    }

    /// Waits until a figure is above a number.
    ///
    /// @return what it then shows
    long awaitAbove(String figure, long least) {
        page.waitForCondition(() -> number(figure) > least,
                new Page.WaitForConditionOptions().setTimeout(PATIENCE_MS));
        return number(figure);
    }

    /// What a click downloads.
    Path download(Locator button) {
        Download download = page.waitForDownload(button::click);
        assertThat(download.failure()).isNull();
        return download.path();
    }

    /// Stops the run that is shown, in the dialog, too.
    void stop() {
        button("Stop").click();
        page.getByRole(AriaRole.DIALOG).getByText("Stop", new Locator.GetByTextOptions().setExact(true)).last()
                .click();
    }

    /// Whether the page is wider than the window.
    boolean scrollsSideways() {
        return (Boolean) page
                .evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth");
    }

    /// Closes the tab.
    ///
    /// @return what should not have happened
    List<String> end() {
        context.close();
        return problems.stream().filter(problem -> expected.stream().noneMatch(one -> one.matcher(problem).find()))
                .toList();
    }

    @Override
    public void close() {
        assertThat(end()).as("errors, violations and foreign requests of the page").isEmpty();
    }
}
