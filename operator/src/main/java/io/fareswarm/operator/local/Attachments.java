package io.fareswarm.operator.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.fareswarm.api.LoadTest;
import io.fareswarm.operator.run.RunPlan;
import io.fareswarm.protocol.KeyReference;
import io.fareswarm.validation.Attachment;

/// The Secrets and ConfigMaps among the manifests. A test on this machine can refer to no others.
public record Attachments(List<Attachment> all) {
    /// Checks that every Secret, ConfigMap and key that the tests refer to is among the manifests.
    ///
    /// @throws BadInput for a missing one
    public void check(List<LoadTest> tests) throws BadInput {
        for (LoadTest test : tests) {
            for (KeyReference one : RunPlan.of(test.getSpec()).references()) {
                if (find(test, one).isEmpty()) {
                    throw new BadInput(
                            "LoadTest %s: %s: expected a %s %s with the key %s among the manifests, found none"
                                    .formatted(test.getMetadata().getName(), one.place(), one.kind(), one.name(),
                                            one.key()));
                }
            }
        }
    }

    private Optional<byte[]> find(LoadTest test, KeyReference reference) {
        return all.stream()
                .filter(one -> one.kind().equals(reference.kind().name()) && one.name().equals(reference.name())
                        && one.namespace().equals(test.getMetadata().getNamespace()))
                .flatMap(one -> Optional.ofNullable(one.data().get(reference.key())).stream()).findFirst();
    }

    /// Writes the values that a test refers to into files that only this user can read.
    ///
    /// @param directory a temporary one, which the test's workers read
    void write(LoadTest test, Path directory) throws IOException {
        var own = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Map<String, byte[]> files = new LinkedHashMap<>();
        RunPlan.of(test.getSpec()).references()
                .forEach(one -> find(test, one).ifPresent(bytes -> files.put(one.path(), bytes)));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.createFile(path, own);
            Files.write(path, file.getValue(), StandardOpenOption.WRITE);
        }
    }
}
