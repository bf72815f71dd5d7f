package io.fareswarm.operator.kubernetes.runs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.fareswarm.api.LoadTest;
import io.fareswarm.operator.kubernetes.Golden;

class RunObjectsTest {
    private static LoadTest test() throws IOException {
        return Golden.manifests("run").tests().getFirst();
    }

    @Test
    void theObjectsOfARunEqualTheGoldenFile() throws IOException {
        LoadTest test = test();
        RunObjects objects = new RunObjects(test, 3, Golden.SETTINGS);
        Golden.assertEqual("run", List.of(objects.secret("s3cret", "{}".getBytes(StandardCharsets.UTF_8)),
                objects.networkPolicy(), objects.job(test.getSpec()),
                objects.report(Map.of("result.json", "{}"), Map.of("lost-0b3f", new byte[]{1}))));
    }

    @Test
    void workersGetReferencedSecretsAndConfigMapsAsFiles() throws IOException {
        LoadTest test = Golden.manifests("run-files").tests().getFirst();
        Golden.assertEqual("run-files", List.of(new RunObjects(test, 1, Golden.SETTINGS).job(test.getSpec())));
    }
}
