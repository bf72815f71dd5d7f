package io.fareswarm.page;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Test;

import static io.fareswarm.page.Tab.expect;

/// Tests of the light and the dark theme.
class ThemeIT extends PageTest {
    @Test
    void theThemeButtonSaysWhatIsChosenAndWhatAPressDoesAndItsChoiceIsStored() {
        try (Tab tab = tab()) {
            Locator theme = tab.locator("#theme");
            expect(theme).hasText("Theme: system");
            expectTheme(tab, "light", "Theme: system, which is light now. Press for dark.");

            theme.click();
            expect(theme).hasText("Theme: dark");
            expectTheme(tab, "dark", "Theme: dark. Press for light.");
            theme.press("Enter");
            expectTheme(tab, "light", "Theme: light. Press for system.");
            tab.page().reload();
            expectTheme(tab, "light", "Theme: light. Press for system.");
            theme.press("Space");
            expectTheme(tab, "light", "Theme: system, which is light now. Press for dark.");
        }
    }

    @Test
    void aPageThatFollowsTheSystemChangesWithItAndTheFirstPressChangesWhatIsSeen() {
        try (Tab tab = browsers().tab(ui().page(), 360, 800, ColorScheme.DARK)) {
            expectTheme(tab, "dark", "Theme: system, which is dark now. Press for light.");
            tab.locator("#theme").click();
            expectTheme(tab, "light", "Theme: light. Press for dark.");
        }
    }

    private static void expectTheme(Tab tab, String shown, String label) {
        expect(tab.locator("html")).hasAttribute("data-theme", shown);
        expect(tab.locator("#theme")).hasAttribute("aria-label", label);
    }
}
