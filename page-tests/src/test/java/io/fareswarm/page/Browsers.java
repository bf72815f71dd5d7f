package io.fareswarm.page;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;

/// Chromium, driven by one thread.
public final class Browsers implements AutoCloseable {
    private final Playwright playwright;
    private final Browser chromium;

    /// Starts the browser of `FARESWARM_CHROMIUM`.
    public Browsers() {
        playwright = Playwright
                .create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright.chromium().launch(new BrowserType.LaunchOptions()
                .setExecutablePath(Path.of(System.getenv().getOrDefault("FARESWARM_CHROMIUM", "/usr/bin/chromium")))
                .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
    }

    /// A new tab with the page, 1280 x 800 pixels, light.
    public Tab tab(URI address) {
        return tab(address, 1280, 800, ColorScheme.LIGHT);
    }

    Tab tab(URI address, int width, int height, ColorScheme scheme) {
        return opened(new Tab(chromium, address, width, height, scheme));
    }

    /// A new tab of a reader with another locale.
    Tab tabIn(String locale, URI address) {
        return opened(Tab.in(locale, chromium, address));
    }

    private static Tab opened(Tab tab) {
        tab.open("");
        return tab;
    }

    /// A new tab on a node of a cluster, which may ask for a token first.
    public Tab tabOnNode(URI address) {
        return Tab.onNode(chromium, address);
    }

    @Override
    public void close() {
        playwright.close();
    }
}
