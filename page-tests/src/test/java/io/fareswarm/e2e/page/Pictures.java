package io.fareswarm.e2e.page;

import java.util.Locale;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;

import io.fareswarm.page.Tab;

import static io.fareswarm.page.Tab.expect;
import static org.assertj.core.api.Assertions.assertThat;

/// Pictures of screens, narrow and wide, light and dark. None may violate a rule of accessibility.
final class Pictures {
    private static final int HEIGHT = 800;
    private static final int WIDE = 1280;
    private static final int NARROW = 360;

    private Pictures() {}

    /// Opens a screen and stores its pictures. No screen may be wider than its window.
    ///
    /// @param name first part of the files' names
    static void take(Tab tab, String name, String screen) {
        tab.open(screen);
        expect(tab.locator("#main h1").first()).isAttached();
        expect(tab.locator("#main")).not().containsText("Loading");
        take(tab, name);
    }

    /// Stores pictures of what is shown, when its charts have got the width of the window.
    static void take(Tab tab, String name) {
        for (ColorScheme scheme : new ColorScheme[]{ColorScheme.DARK, ColorScheme.LIGHT}) {
            tab.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            for (int width : new int[]{NARROW, WIDE}) {
                tab.page().setViewportSize(width, HEIGHT);
                tab.page().waitForCondition(() -> !tab.scrollsSideways());
                tab.picture("%s-%d-%s".formatted(name, width, scheme.name().toLowerCase(Locale.ROOT)));
            }
            assertThat(tab.violations()).as("%s, %s", name, scheme).isEmpty();
        }
    }
}
