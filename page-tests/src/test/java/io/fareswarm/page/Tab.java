package io.fareswarm.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;

import static org.assertj.core.api.Assertions.assertThat;

/// A tab of the browser with the page. It collects what must never happen: errors on the console or in a script, violations of the
/// Content-Security-Policy, dialogs of scripts, requests to other addresses.
public final class Tab implements AutoCloseable {
    private static final double PATIENCE_MS = 90_000;
    private static final String AXE = axe();
    private static final Path PICTURES = Path.of(System.getProperty("fareswarm.pictures"));

    private static final String LOCALE = "en-GB";

    private final URI address;
    private final BrowserContext context;
    private final Page page;
    private final List<String> problems = new ArrayList<>();
    private final List<Pattern> expected = new ArrayList<>();

    /// Opens the address, and waits for nothing.
    ///
    /// @param scheme colour scheme of the browser
    Tab(Browser browser, URI address, int width, int height, ColorScheme scheme) {
        this(browser, address, width, height, scheme, LOCALE, false);
    }

    /// Opens the address for a reader with another locale, and waits for nothing.
    static Tab in(String locale, Browser browser, URI address) {
        return new Tab(browser, address, 1280, 800, ColorScheme.LIGHT, locale, false);
    }

    /// Opens the address on a node whose network interfaces come and go with its pods, and waits for nothing. Chromium then
    /// breaks connections off, so Playwright's own process sends the requests, except the stream, which the page opens again.
    static Tab onNode(Browser browser, URI address) {
        Tab tab = new Tab(browser, address, 1280, 800, ColorScheme.LIGHT, LOCALE, true);
        tab.allow("net::ERR_NETWORK_CHANGED");
        return tab;
    }

    private Tab(Browser browser, URI address, int width, int height, ColorScheme scheme, String locale,
            boolean onNode) {
        this.address = address;
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        context = browser.newContext(new Browser.NewContextOptions().setViewportSize(width, height)
                .setColorScheme(scheme).setLocale(locale));
        context.setDefaultTimeout(PATIENCE_MS);
        context.addInitScript("document.addEventListener('securitypolicyviolation', "
                + "e => console.error(`Content-Security-Policy: ${e.violatedDirective} ${e.blockedURI} ${e.sample}`))");
        if (onNode) {
            context.route(url -> url.startsWith(address.toString()) && !url.endsWith("api/stream"), Tab::send);
        }
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
        page.navigate(address.toString());
    }

    private static void send(Route route) {
        try {
            route.fulfill(new Route.FulfillOptions().setResponse(route.fetch()));
        } catch (PlaywrightException _) {
            route.abort();
        }
    }

    /// Pastes a token into the dialog that asks for one.
    public void useToken(String token) {
        field("Token").fill(token);
        button("Use this token").click();
    }

    /// Stores a picture of the whole page.
    ///
    /// @param name of the file, without its ending
    public void picture(String name) {
        page.screenshot(
                new Page.ScreenshotOptions().setFullPage(true).setAnimations(ScreenshotAnimations.DISABLED)
                        .setPath(PICTURES.resolve(name + ".png")));
    }

    /// Opens a screen by the part of its address after `#/`.
    public void open(String screen) {
        page.navigate(address + "#/" + screen);
        expect(page.locator("#connection")).containsText("Connected");
    }

    /// Allows console errors that contain a text, such as those of a test that ends the server.
    public void allow(String text) {
        expected.add(Pattern.compile(text, Pattern.LITERAL));
    }

    /// The page of Playwright, for what no method here does.
    public Page page() {
        return page;
    }

    /// Assertions that wait until they hold.
    public static LocatorAssertions expect(Locator locator) {
        return PlaywrightAssertions.assertThat(locator);
    }

    /// The elements of a CSS selector.
    public Locator locator(String selector) {
        return page.locator(selector);
    }

    /// A button, by its whole name.
    public Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /// A field of a form, by its label.
    public Locator field(String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).first();
    }

    /// A field of a form, by its path in the manifest.
    Locator at(String path) {
        return page.locator("[data-at='%s']".formatted(path));
    }

    /// Fills the form for a run of three minutes against its model, with a pause between requests. It passes also on a busy
    /// machine.
    public void fillForm(String name, int users) {
        field("Name").fill(name);
        field("Users").fill(Integer.toString(users));
        field("Ramp up").fill("100");
        field("Duration").fill("3m");
        locator("details.advanced > summary").click();
        field("Wait after a response").selectOption("constant");
        field("Time").fill("100ms");
        field("Maximum lag").fill("10s");
    }

    /// Opens a tab of the run that is shown.
    public void show(String title) {
        page.locator("[role=tab][data-tab=" + title + "]").click();
        expect(page.locator("[role=tab][data-tab=" + title + "]")).hasAttribute("aria-selected", "true");
        expect(page.locator("#panel")).not().containsText("Loading");
    }

    /// The verdict or the phase of the run that is shown.
    public Locator state() {
        return page.locator(".bar .state");
    }

    /// A figure of the bar, by the beginning of its name.
    public Locator figure(String name) {
        return page.locator(".figures div").filter(
                new Locator.FilterOptions().setHas(page.locator("dt").filter(
                        new Locator.FilterOptions().setHasText(Pattern.compile("^" + name)))))
                .locator("dd");
    }

    /// The number of a figure; 0 while it shows none.
    public long number(String figure) {
        String digits = figure(figure).innerText().replaceAll("[^0-9]", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits);
    }

    /// Waits until a figure is above a number.
    ///
    /// @return what it then shows
    public long awaitAbove(String figure, long least) {
        page.waitForCondition(() -> number(figure) > least,
                new Page.WaitForConditionOptions().setTimeout(PATIENCE_MS));
        return number(figure);
    }

    /// What a click downloads.
    public Path download(Locator button) {
        Download download = page.waitForDownload(button::click);
        assertThat(download.failure()).isNull();
        return download.path();
    }

    /// Stops the run that is shown, in the dialog, too.
    public void stop() {
        button("Stop").click();
        page.getByRole(AriaRole.DIALOG).getByText("Stop", new Locator.GetByTextOptions().setExact(true)).last()
                .click();
    }

    /// Whether the page is wider than the window.
    public boolean scrollsSideways() {
        return (Boolean) page
                .evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth");
    }

    /// What violates a rule of axe-core in what the page shows.
    public List<String> violations() {
        if (!Boolean.TRUE.equals(page.evaluate("() => 'axe' in window"))) {
            page.evaluate(AXE + "; undefined");
        }
        Object found = page.evaluate("""
                () => axe.run(document, {resultTypes: ['violations']}).then(({violations}) => violations.flatMap(v =>
                  v.nodes.map(n => `${v.id}: ${n.target.join(' ')}: ${n.failureSummary}`)))""");
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    private static String axe() {
        try (InputStream file = Objects.requireNonNull(Tab.class.getResourceAsStream("/axe.min.js"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The names of the tables that are wider than their place.
    List<String> tablesThatScrollSideways() {
        Object found = page.evaluate("() => [...document.querySelectorAll('.wide')]"
                + ".filter(table => table.scrollWidth > table.clientWidth).map(table => table.ariaLabel)");
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    /// Closes the tab.
    ///
    /// @return what should not have happened
    public List<String> end() {
        context.close();
        return problems.stream().filter(problem -> expected.stream().noneMatch(one -> one.matcher(problem).find()))
                .toList();
    }

    @Override
    public void close() {
        assertThat(end()).as("errors, violations and foreign requests of the page").isEmpty();
    }
}
