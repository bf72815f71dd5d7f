package io.fareswarm.page;

import org.junit.jupiter.api.Test;

import static io.fareswarm.page.Tab.expect;

/// Test of the page behind a reverse proxy.
class ProxyIT extends PageTest {
    @Test
    void thePageWorksUnderAPathOfAReverseProxy() throws Exception {
        try (PathProxy proxy = PathProxy.to(ui().page()); Tab tab = browsers().tab(proxy.page())) {
            tab.open("new");
            tab.fillForm("behind-a-proxy", 5);
            tab.button("Start swarming").click();

            expect(tab.state()).hasText("Running");
            tab.awaitAbove("Requests", tab.awaitAbove("Requests", 0));
            tab.stop();
            expect(tab.state()).hasText("Passed");
        }
    }
}
