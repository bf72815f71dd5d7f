package io.fareswarm.operator.kubernetes.runs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.fareswarm.api.LoadTest;
import io.fareswarm.operator.kubernetes.Golden;
import io.fareswarm.operator.kubernetes.OperatorSettings;

import static org.assertj.core.api.Assertions.assertThat;

class RunObjectsTest {
    private static LoadTest test() throws IOException {
        return Golden.manifests("run").tests().getFirst();
    }

    @Test
    void theObjectsOfARunEqualTheGoldenFile() throws IOException {
        LoadTest test = test();
        RunObjects objects = new RunObjects(test, 3, Golden.SETTINGS);
        Golden.assertEqual("run", List.of(objects.secret("s3cret", "{}".getBytes(StandardCharsets.UTF_8)),
                objects.networkPolicy(test.getSpec()), objects.disruptionBudget(test.getSpec()),
                objects.job(test.getSpec()),
                objects.report(Map.of("result.json", "{}"), Map.of("lost-0b3f", new byte[]{1}))));
    }

    @Test
    void workersGetReferencedSecretsAndConfigMapsAsFiles() throws IOException {
        LoadTest test = Golden.manifests("run-files").tests().getFirst();
        Golden.assertEqual("run-files", List.of(new RunObjects(test, 1, Golden.SETTINGS).job(test.getSpec())));
    }

    @Test
    void workersGetTheRangesThatTheAdministratorAllowsInTheirNamespace() throws IOException {
        LoadTest test = test();
        OperatorSettings settings = OperatorSettings
                .of(Map.of("FARESWARM_MODEL_IMAGE", "m", "FARESWARM_LOADGEN_IMAGE", "w",
                        "FARESWARM_ALLOWED_CIDRS", "10.0.0.0/8", "FARESWARM_NAMESPACE_TARGETS",
                        "{\"%s\": {\"cidrs\": [\"127.0.0.0/8\"]}}".formatted(test.getMetadata().getNamespace())));
        assertThat(
                new RunObjects(test, 1, settings).job(test.getSpec()).getSpec().getTemplate().getSpec().getContainers()
                        .getFirst().getArgs())
                .containsSequence("--allowed-cidrs", "10.0.0.0/8,127.0.0.0/8");
    }
}
