package io.fareswarm.page;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import org.junit.jupiter.api.Test;

import static io.fareswarm.page.Tab.expect;

/// Tests of a page of which a file, or the first response, does not arrive.
class BrokenLoadIT extends PageTest {
    /// A browser shows why it has no file.
    private static final String BLOCKED = "Failed to load resource";

    @Test
    void aPageThatMissesAFileSaysSoAndCanBeLoadedAgain() {
        try (Tab tab = tab()) {
            tab.allow(BLOCKED);
            Page page = tab.page();
            page.route("**/store.js", Route::abort);
            page.reload();
            expect(tab.locator("#main")).containsText("The page has not loaded completely");
            tab.picture("broken-file");

            page.unroute("**/store.js");
            tab.button("Load again").click();

            expect(tab.locator("#connection")).containsText("Connected");
            expect(tab.locator("#main")).not().containsText("has not loaded");
        }
    }

    @Test
    void aSessionThatDoesNotArriveIsAskedForAgain() {
        try (Tab tab = tab()) {
            tab.allow(BLOCKED);
            Page page = tab.page();
            page.route("**/api/session", Route::abort, new Page.RouteOptions().setTimes(2));
            page.reload();
            expect(tab.locator("#main")).isVisible();
            tab.picture("loading");

            expect(tab.locator("#version")).containsText("fareswarm");
            expect(tab.locator("#connection")).hasText("Connected, on this machine");
        }
    }
}
