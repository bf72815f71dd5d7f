package io.fareswarm.operator.kubernetes;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OperatorSettingsTest {
    private static Map<String, String> least() {
        return new HashMap<>(Map.of("FARESWARM_MODEL_IMAGE", "model", "FARESWARM_LOADGEN_IMAGE", "worker"));
    }

    @Test
    void byDefaultOneReplicaWatchesAllNamespaces() {
        OperatorSettings settings = OperatorSettings.of(least());
        assertThat(settings.namespaces()).isEmpty();
        assertThat(settings.lease()).isNull();
        assertThat(settings.prometheus()).isNull();
        assertThat(settings.pullPolicy()).isEqualTo("IfNotPresent");
    }

    @Test
    void blanksInListsAreIgnored() {
        Map<String, String> environment = least();
        environment.put("FARESWARM_NAMESPACES", "a, b,");
        environment.put("FARESWARM_PROMETHEUS", "http://prometheus:9090");
        environment.put("FARESWARM_LEADER_ELECTION", "true");
        OperatorSettings settings = OperatorSettings.of(environment);
        assertThat(settings.namespaces()).containsExactlyInAnyOrder("a", "b");
        assertThat(settings.prometheus()).hasToString("http://prometheus:9090/");
        assertThat(settings.lease()).isEqualTo("fareswarm-operator");
    }

    @Test
    void aMissingOrInvalidVariableIsNamed() {
        assertThatThrownBy(() -> OperatorSettings.of(Map.of())).hasMessage(
                "expected FARESWARM_MODEL_IMAGE in the environment, found none");
        Map<String, String> environment = least();
        environment.put("FARESWARM_IMAGE_PULL_POLICY", "Sometimes");
        assertThatThrownBy(() -> OperatorSettings.of(environment)).hasMessage(
                "expected FARESWARM_IMAGE_PULL_POLICY as one of Always, IfNotPresent, Never, found Sometimes");
    }

    @Test
    void anInvalidListOfTargetsIsNamed() {
        for (var bad : Map
                .of("FARESWARM_ALLOWED_CIDRS", "10.0.0.1", "FARESWARM_NAMESPACE_TARGETS", "{\"a\": {\"host\": []}}",
                        "FARESWARM_LIMITS", "{\"run\": 1}", "FARESWARM_NETWORK_PEERS", "{\"prometheus\": {}}")
                .entrySet()) {
            Map<String, String> environment = least();
            environment.put(bad.getKey(), bad.getValue());
            assertThatThrownBy(() -> OperatorSettings.of(environment)).hasMessageContaining(bad.getKey())
                    .hasMessageContaining("found " + bad.getValue());
        }
    }
}
