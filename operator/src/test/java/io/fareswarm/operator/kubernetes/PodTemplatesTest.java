package io.fareswarm.operator.kubernetes;

import java.util.Map;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import org.junit.jupiter.api.Test;

import io.fareswarm.api.ContainerResources;

import static org.assertj.core.api.Assertions.assertThat;

class PodTemplatesTest {
    private static final Map<String, String> REQUESTS = Map.of("cpu", "100m", "memory", "128Mi");
    private static final Map<String, String> LIMITS = Map.of("memory", "256Mi");

    @Test
    void resourcesInTheSpecReplaceTheDefaults() {
        ResourceRequirements resources = PodTemplates.resources(
                new ContainerResources(Map.of("cpu", "2"), Map.of("memory", "1Gi")), REQUESTS, LIMITS);
        assertThat(resources.getRequests()).containsEntry("cpu", new Quantity("2"));
        assertThat(resources.getLimits()).containsEntry("memory", new Quantity("1Gi"));
    }

    @Test
    void aRequestIsNeverAboveALimit() {
        ResourceRequirements small = PodTemplates.resources(new ContainerResources(null, Map.of("memory", "64Mi")),
                REQUESTS,
                LIMITS);
        assertThat(small.getRequests()).containsEntry("memory", new Quantity("64Mi"));
        ResourceRequirements large = PodTemplates.resources(new ContainerResources(Map.of("memory", "1Gi"), null),
                REQUESTS,
                LIMITS);
        assertThat(large.getLimits()).containsEntry("memory", new Quantity("1Gi"));
    }
}
