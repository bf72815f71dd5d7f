package io.fareswarm.operator.cluster;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PageEnvironmentTest {
    private static Map<String, String> pod(String... more) {
        Map<String, String> environment = new HashMap<>(Map.of("KUBERNETES_SERVICE_HOST", "10.96.0.1",
                "KUBERNETES_SERVICE_PORT", "443", "FARESWARM_UI_API_AUTHORITY", "/authority/ca.crt"));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }

    @Test
    void anApiServerWithAnIpV6AddressIsAddressedInBrackets() {
        assertThat(PageEnvironment.of(pod()).api()).isEqualTo("https://10.96.0.1:443");
        assertThat(PageEnvironment.of(pod("KUBERNETES_SERVICE_HOST", "fd00::1")).api())
                .isEqualTo("https://[fd00::1]:443");
    }

    @Test
    void anOperatorOfSomeNamespacesHasAPageOfTheseOnly() {
        PageEnvironment some = PageEnvironment.of(pod("FARESWARM_NAMESPACES", "a, b", "FARESWARM_UI_NAMESPACES", "c"));
        assertThat(some.namespaces()).containsExactly("a", "b");
        assertThat(some.only()).isTrue();

        PageEnvironment all = PageEnvironment.of(pod("FARESWARM_UI_NAMESPACES", "c"));
        assertThat(all.namespaces()).containsExactly("c");
        assertThat(all.only()).isFalse();
    }

    @Test
    void aMissingOrWrongVariableIsNamed() {
        assertThatThrownBy(() -> PageEnvironment.of(pod("FARESWARM_UI_API_AUTHORITY", "")))
                .hasMessage("expected FARESWARM_UI_API_AUTHORITY in the environment, found none");
        assertThatThrownBy(() -> PageEnvironment.of(pod("FARESWARM_PORT", "http")))
                .hasMessageContaining("FARESWARM_PORT from 0 to 65535, found http");
        assertThatThrownBy(() -> PageEnvironment.of(pod("FARESWARM_LOG_LEVEL", "LOUD")))
                .hasMessageContaining("found LOUD");
    }
}
