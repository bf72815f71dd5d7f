package io.fareswarm.operator.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.fareswarm.api.FareModel;
import io.fareswarm.api.LoadTest;
import io.fareswarm.validation.ManifestReader;
import io.fareswarm.validation.Manifests;

/// `fareswarm run`: applies manifests on this machine.
@Command(name = "run", mixinStandardHelpOptions = true, sortOptions = false, description = "Apply FareModel and LoadTest manifests on this machine, show the run live, print the result.")
final class RunCommand implements Callable<Integer> {
    @Option(names = "-f", paramLabel = "FILE", description = "Manifests to apply; may be given more than once. "
            + "Default: the quickstart in examples/.")
    private List<Path> files = List.of();

    @Option(names = "--data", paramLabel = "CSV", description = "Train on this file of rides (.csv, .zip, .gz), whatever the manifests say.")
    private @Nullable Path data;

    @Mixin
    private final ReportOptions options = new ReportOptions();

    @Override
    public Integer call() throws BadInput, IOException, InterruptedException {
        Installation programs = Installation.installed();
        List<Path> manifests = files.isEmpty() ? List.of(programs.home().resolve("examples/quickstart.yaml")) : files;
        Manifests.Valid valid = read(manifests);
        checkTargets(valid);
        checkData(valid);
        Attachments attachments = new Attachments(valid.attachments());
        attachments.check(valid.tests());
        try (Interruption _ = new Interruption(); OutputDirectory folder = options.folder()) {
            RunPresenter presenter = new RunPresenter(options.output(System.out), System.err, null);
            return new LocalPlatform(valid.models(), valid.tests(), attachments, data, programs, folder, presenter)
                    .apply();
        }
    }

    private static Manifests.Valid read(List<Path> files) throws BadInput {
        ManifestReader reader = new ManifestReader();
        for (Path file : files) {
            if (!Files.exists(file) || Files.isDirectory(file)) {
                throw new BadInput("-f " + file + ": expected a file, found none");
            }
            try {
                reader.file(file);
            } catch (IOException e) {
                throw new BadInput("-f " + file + ": expected a file that can be read, found " + e);
            }
        }
        return switch (reader.result()) {
            case Manifests.Valid valid when valid.models().isEmpty() && valid.tests().isEmpty() ->
                throw new BadInput("-f: expected a FareModel or a LoadTest among the manifests, found none");
            case Manifests.Valid valid -> valid;
            case Manifests.Invalid(var problems) -> throw new BadInput(problems.stream().map(Object::toString)
                    .collect(Collectors.joining("\n")));
        };
    }

    private static void checkTargets(Manifests.Valid manifests) throws BadInput {
        Set<String> models = manifests.models().stream().map(DisplayName::of).collect(Collectors.toSet());
        for (LoadTest test : manifests.tests()) {
            String model = LocalPlatform.modelOf(test);
            if (model != null && !models.contains(model)) {
                throw new BadInput("LoadTest %s: spec.target.model: expected a FareModel among the manifests, found %s"
                        .formatted(test.getMetadata().getName(), model));
            }
        }
    }

    private void checkData(Manifests.Valid manifests) throws BadInput {
        if (data != null && (!Files.isReadable(data) || Files.isDirectory(data))) {
            throw new BadInput("--data " + data + ": expected a file that can be read, found none");
        }
        for (FareModel model : manifests.models()) {
            if (data == null && model.getSpec().training().csv() != null) {
                throw new BadInput(
                        ("FareModel %s: spec.training.csv: this machine has no ConfigMaps, claims or downloads: "
                                + "give the file with --data FILE").formatted(model.getMetadata().getName()));
            }
        }
    }
}
