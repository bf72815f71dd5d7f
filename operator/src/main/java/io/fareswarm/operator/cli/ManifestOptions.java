package io.fareswarm.operator.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import io.fareswarm.api.FareModel;
import io.fareswarm.api.LoadTest;
import io.fareswarm.message.FailureCause;
import io.fareswarm.message.SimilarNames;
import io.fareswarm.operator.local.Attachments;
import io.fareswarm.operator.local.BadInput;
import io.fareswarm.operator.local.DisplayName;
import io.fareswarm.operator.local.Installation;
import io.fareswarm.operator.local.LocalRides;
import io.fareswarm.validation.ManifestReader;
import io.fareswarm.validation.Manifests;

/// Options for the manifests of a command, and their checks against each other and against this machine.
final class ManifestOptions {
    @Option(names = "-f", paramLabel = "FILE", description = "File of manifests, or - for standard input; may be given more than once. "
            + "Default: examples/quickstart.yaml.")
    private List<Path> files = List.of();

    @Option(names = "--data", paramLabel = "CSV", description = "File of rides (.csv, .zip, .gz), or - for standard input, to train on instead of the manifests' sources.")
    private @Nullable Path data;

    /// File to train the models on; null for the manifests' own sources.
    @Nullable
    Path data() {
        return data;
    }

    /// Whether the command line has any of them.
    boolean isGiven() {
        return data != null || !files.isEmpty();
    }

    /// Reads and checks the manifests.
    ///
    /// @throws BadInput with every problem
    Manifests.Valid read() throws BadInput {
        Manifests.Valid manifests = parse();
        checkTargets(manifests);
        checkData(manifests);
        new Attachments(manifests.attachments()).check(manifests.tests());
        return manifests;
    }

    private Manifests.Valid parse() throws BadInput {
        long inputs = files.stream().filter(LocalRides::isStandardInput).count();
        if (inputs > 0 && data != null && LocalRides.isStandardInput(data)) {
            throw new BadInput(
                    "-f - and --data -: expected standard input once, found it for the manifests and the rides; "
                            + "give one of them as a file");
        }
        if (inputs > 1) {
            throw new BadInput("-f -: expected standard input at most once, found it again");
        }
        ManifestReader reader = new ManifestReader();
        for (Path file : files.isEmpty()
                ? List.of(Installation.current().home().resolve("examples/quickstart.yaml"))
                : files) {
            read(file, reader);
        }
        return switch (reader.result()) {
            case Manifests.Valid valid when valid.models().isEmpty() && valid.tests().isEmpty() ->
                throw new BadInput("-f: expected a FareModel or a LoadTest among the manifests, found none");
            case Manifests.Valid valid -> valid;
            case Manifests.Invalid(var problems) -> throw new BadInput(problems.stream().map(Object::toString)
                    .collect(Collectors.joining("\n")));
        };
    }

    private static void read(Path file, ManifestReader reader) throws BadInput {
        boolean isInput = LocalRides.isStandardInput(file);
        if (!isInput && (!Files.exists(file) || Files.isDirectory(file))) {
            throw new BadInput("-f " + file + ": expected a file, found none");
        }
        try {
            if (isInput) {
                reader.input("standard input", System.in);
            } else {
                reader.file(file);
            }
        } catch (IOException e) {
            throw new BadInput("-f %s: expected a file that can be read, found none: %s".formatted(file,
                    FailureCause.of(e)));
        }
    }

    private static void checkTargets(Manifests.Valid manifests) throws BadInput {
        Set<String> models = manifests.models().stream().map(DisplayName::of).collect(Collectors.toSet());
        for (LoadTest test : manifests.tests()) {
            String model = DisplayName.ofModel(test);
            if (model != null && !models.contains(model)) {
                throw new BadInput(
                        "LoadTest %s: spec.target.model: expected a FareModel among the manifests, found %s%s"
                                .formatted(test.getMetadata().getName(), model, SimilarNames.hint(model, models)));
            }
        }
    }

    private void checkData(Manifests.Valid manifests) throws BadInput {
        if (data != null && !LocalRides.isStandardInput(data) && (!Files.isReadable(data) || Files.isDirectory(data))) {
            throw new BadInput("--data " + data + ": expected a file that can be read, found none");
        }
        for (FareModel model : manifests.models()) {
            if (data == null && model.getSpec().training().csv() != null) {
                throw new BadInput(
                        ("FareModel %s: spec.training.csv: expected a file of rides for it, found no --data: "
                                + "this machine has no ConfigMaps, claims or downloads, give the file with --data FILE")
                                .formatted(model.getMetadata().getName()));
            }
        }
    }
}
