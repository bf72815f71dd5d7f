package io.fareswarm.operator.kubernetes.models;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.fabric8.kubernetes.api.model.HasMetadata;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fareswarm.api.FareModel;
import io.fareswarm.api.TrainedModel;
import io.fareswarm.operator.kubernetes.Golden;
import io.fareswarm.protocol.Route;

class ModelObjectsTest {
    private static final TrainedModel TRAINED = new TrainedModel("07443e1074d0a44d5c4be936", List.of(1.0, 2.0, 3.0),
            null, null, null, null, null, "2026-01-01T10:00:00Z");

    private static final Route ROUTE = new Route("rides.shop.svc", List.of("10.96.0.7"), true);

    @ParameterizedTest
    @ValueSource(strings = {"model-configmap", "model-claim", "model-url", "model-synthetic"})
    void theObjectsOfAFareModelEqualTheGoldenFile(String name) throws IOException {
        FareModel model = Golden.manifests(name).models().getFirst();
        ModelObjects objects = new ModelObjects(model, Golden.SETTINGS);
        List<HasMetadata> all = new ArrayList<>();
        TrainingObjects training = new TrainingObjects(model, Golden.SETTINGS);
        all.add(training.networkPolicy(model.getSpec().training().run()));
        all.add(training.job(model.getSpec().training().run(), ROUTE));
        all.add(objects.configMap(TRAINED));
        all.addAll(objects.serving(TRAINED));
        Golden.assertEqual(name, all);
    }
}
