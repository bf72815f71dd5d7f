package io.fareswarm.page;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Tests with one browser and one `./fareswarm ui`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PageTest {
    private Browsers browsers;
    private Fareswarm ui;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException, InterruptedException {
        ui = Fareswarm.ui(folder);
        browsers = new Browsers();
    }

    @AfterAll
    void end() {
        try (Fareswarm _ = ui) {
            browsers.close();
        }
    }

    Fareswarm ui() {
        return ui;
    }

    Browsers browsers() {
        return browsers;
    }

    /// A new tab with the page.
    Tab tab() {
        return browsers.tab(ui.page());
    }
}
