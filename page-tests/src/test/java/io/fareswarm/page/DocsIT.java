package io.fareswarm.page;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.fareswarm.page.Tab.expect;
import static org.assertj.core.api.Assertions.assertThat;

/// Test of the model server's `/docs`.
class DocsIT extends PageTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void eachPathCanBeTriedOutUnderAPathOfAReverseProxy() throws Exception {
        String model = folder.resolve("model.json").toString();
        Path training = Files.createDirectory(folder.resolve("training"));
        try (Fareswarm train = Fareswarm.command(training, "train", "--weights", "1,2,3", "--out", model)) {
            assertThat(train.status()).isZero();
        }
        try (Fareswarm server = Fareswarm.command(folder, "serve", "--model", model, "--port", "0")) {
            server.await("it listens", () -> server.out().contains("\n"));
            URI uri = URI.create(server.out().strip().replaceFirst("^listening on ", "") + "/");
            try (PathProxy proxy = PathProxy.to(uri);
                    Tab tab = tab();
                    BrowserContext context = tab.page().context().browser().newContext()) {
                Page page = context.newPage();
                page.navigate(proxy.page() + "docs");
                Locator paths = page.locator("details");
                expect(paths.first()).isVisible();
                assertThat(paths.count()).isGreaterThan(10);
                page.waitForCondition(() -> page.request().get(proxy.page() + "health/ready").status() == 200);
                for (Locator path : paths.all()) {
                    path.locator("summary").click();
                    path.locator("button").click();
                    expect(path.locator("pre").last()).containsText("200 ");
                }
            }
        }
    }
}
