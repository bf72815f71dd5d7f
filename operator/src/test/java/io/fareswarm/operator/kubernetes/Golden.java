package io.fareswarm.operator.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;

import io.fareswarm.validation.ManifestReader;
import io.fareswarm.validation.Manifests;

import static org.assertj.core.api.Assertions.assertThat;

/// Golden files: manifests, and the objects that the operator creates for each. `mvn … -Dgolden.update` rewrites the objects.
public final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/objects");

    /// The chart's default settings.
    public static final OperatorSettings SETTINGS = OperatorSettings
            .of(Map.of("FARESWARM_MODEL_IMAGE", "fareswarm/model-server:1",
                    "FARESWARM_LOADGEN_IMAGE", "fareswarm/loadgen:1", "FARESWARM_SCRAPE_ANNOTATIONS", "true",
                    "FARESWARM_IMAGE_PULL_SECRETS", "registry", "FARESWARM_NETWORK_PEERS",
                    """
                            {"operator": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "ops"}},
                              "podSelector": {"matchLabels": {"app.kubernetes.io/component": "operator"}}}],
                             "prometheus": [{"namespaceSelector": {},
                              "podSelector": {"matchLabels": {"app.kubernetes.io/name": "prometheus"}}}],
                             "dns": [{"ports": [{"port": 53, "protocol": "UDP"}, {"port": 53, "protocol": "TCP"}]}]}"""));

    private static final JsonMapper SORTED = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    private Golden() {}

    /// The validated manifests of a file, with a UID and a generation as on a cluster.
    public static Manifests.Valid manifests(String name) throws IOException {
        ManifestReader reader = new ManifestReader();
        reader.file(FOLDER.resolve(name + ".yaml"));
        Manifests.Valid valid = (Manifests.Valid) reader.result();
        valid.models().forEach(Golden::identify);
        valid.tests().forEach(Golden::identify);
        return valid;
    }

    private static void identify(HasMetadata resource) {
        resource.getMetadata().setUid("0b3f");
        resource.getMetadata().setGeneration(1L);
    }

    /// Asserts that objects equal those in the file of that name.
    public static void assertEqual(String name, List<? extends HasMetadata> objects) throws IOException {
        // Sorted, since the order of a map is arbitrary.
        String actual = objects.stream().map(object -> Serialization.asYaml(SORTED.convertValue(object, Object.class)))
                .collect(Collectors.joining());
        Path file = FOLDER.resolve(name + ".out.yaml");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(file, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(file));
    }
}
