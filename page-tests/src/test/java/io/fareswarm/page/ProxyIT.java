package io.fareswarm.page;

import org.junit.jupiter.api.Test;

import static io.fareswarm.page.Tab.expect;
import static org.assertj.core.api.Assertions.assertThat;

/// Test of the page behind a reverse proxy.
class ProxyIT extends PageTest {
    @Test
    void thePageWorksUnderAPathOfAReverseProxyAndGoesOnAfterALostConnectionAndWithAnotherToken() throws Exception {
        try (PathProxy proxy = PathProxy.to(ui().page()); Tab tab = browsers().tab(proxy.page())) {
            tab.open("new");
            tab.fillForm("behind-a-proxy", 5);
            tab.button("Start swarming").click();

            expect(tab.state()).hasText("Running");
            tab.awaitAbove("Requests", tab.awaitAbove("Requests", 0));

            tab.allow("net::ERR_");
            tab.allow("401");
            tab.show("log");
            expect(tab.locator(".log li").first()).isVisible();
            int steps = tab.locator(".log li").count();
            proxy.breakOff();
            tab.page().waitForCondition(() -> !proxy.resumed().isEmpty());
            expect(tab.locator("#connection")).containsText("Connected");
            tab.awaitAbove("Requests", tab.number("Requests"));
            assertThat(tab.locator(".log li").count()).as("steps, none twice and none gone").isEqualTo(steps);

            proxy.expectToken("fresh");
            proxy.breakOff();
            expect(tab.locator("dialog")).containsText("A token is needed");
            expect(tab.locator("#tab-log")).hasAttribute("aria-selected", "true");
            tab.useToken("fresh");
            expect(tab.locator("dialog")).hasCount(0);
            expect(tab.locator("#connection")).containsText("Connected");
            tab.awaitAbove("Requests", tab.number("Requests"));
            expect(tab.locator("#tab-log")).hasAttribute("aria-selected", "true");
            tab.stop();
            expect(tab.state()).hasText("Passed");
        }
    }
}
