package io.fareswarm.operator.kubernetes.runs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;

import io.fareswarm.protocol.KeyReference;

/// Volumes of the Secrets and ConfigMaps that a run refers to; the operator itself never reads them. They are optional, so
/// that the pod starts without one and the worker reports which is missing.
///
/// @param volumes one for each Secret and ConfigMap, with only the keys that are used
/// @param mounts one for each volume
record WorkerVolumes(List<Volume> volumes, List<VolumeMount> mounts) {
    static final String DIRECTORY = "/etc/fareswarm/files";

    static WorkerVolumes of(List<KeyReference> references) {
        Map<String, List<KeyReference>> byDirectory = references.stream().collect(
                Collectors.groupingBy(KeyReference::directory, LinkedHashMap::new, Collectors.toList()));
        List<Volume> volumes = new ArrayList<>();
        List<VolumeMount> mounts = new ArrayList<>();
        byDirectory.forEach((directory, used) -> {
            String name = "files-" + volumes.size();
            volumes.add(volume(name, used.getFirst(), used.stream().map(KeyReference::key).distinct().sorted()
                    .map(key -> new KeyToPath(key, null, key)).toList()));
            mounts.add(new VolumeMountBuilder().withName(name).withMountPath(DIRECTORY + "/" + directory)
                    .withReadOnly(true).build());
        });
        return new WorkerVolumes(List.copyOf(volumes), List.copyOf(mounts));
    }

    private static Volume volume(String name, KeyReference object, List<KeyToPath> items) {
        VolumeBuilder volume = new VolumeBuilder().withName(name);
        return switch (object.kind()) {
            case Secret -> volume.withNewSecret().withSecretName(object.name()).withItems(items).withOptional(true)
                    .withDefaultMode(0440).endSecret().build();
            case ConfigMap -> volume.withNewConfigMap().withName(object.name()).withItems(items).withOptional(true)
                    .endConfigMap().build();
        };
    }

    /// The worker's arguments for these volumes.
    List<String> arguments() {
        return volumes.isEmpty() ? List.of() : List.of("--files", DIRECTORY);
    }
}
