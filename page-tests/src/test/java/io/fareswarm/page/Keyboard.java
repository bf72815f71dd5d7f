package io.fareswarm.page;

import com.microsoft.playwright.Locator;

import static io.fareswarm.page.Tab.expect;
import static org.assertj.core.api.Assertions.assertThat;

/// A user without a pointer.
///
/// @param tab that is used
record Keyboard(Tab tab) {
    private static final int MOST_STOPS = 120;

    /// Presses the Tab key until the focus is on a node that is seen, and then another key.
    void press(Locator wanted, String key) {
        focus(wanted);
        tab.page().keyboard().press(key);
    }

    /// Replaces the text of a field.
    void type(Locator field, String text) {
        focus(field);
        tab.page().keyboard().press("Control+a");
        tab.page().keyboard().type(text);
    }

    /// Presses the Tab key until the focus is on a node that is seen.
    void focus(Locator wanted) {
        expect(wanted).isVisible();
        for (int pressed = 0; pressed < MOST_STOPS; pressed++) {
            if ((Boolean) wanted.evaluate("node => node === document.activeElement")) {
                assertThat(tab.page().evaluate("() => document.activeElement.matches(':focus-visible')"))
                        .as("%s shows its focus", wanted).isEqualTo(true);
                return;
            }
            tab.page().keyboard().press("Tab");
        }
        throw new AssertionError("the Tab key does not reach " + wanted);
    }
}
