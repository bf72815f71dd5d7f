package io.fareswarm.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.fareswarm.files.OutputFailure;
import io.fareswarm.files.OutputFile;
import io.fareswarm.image.recording.AotTraining;
import io.fareswarm.text.ProgramLocale;

/// Command line that builds one image: it stages the root directory, trains the program in it, and packs it. Maven
/// calls it for each image.
@Command(name = "image-builder", description = "Builds one container image as a docker archive.")
final class ImageBuilder implements Callable<Integer> {
    /// Maximum size of an image in bytes.
    private static final long LARGEST = 60_000_000;
    private static final String LABEL = "org.opencontainers.image.";
    private static final String OPTIONS = "/app/java.options";

    @Option(names = "--name", required = true, description = "Of the image, without fareswarm/.")
    private String name = "";

    @Option(names = "--version", required = true, description = "Its tag.")
    private String version = "";

    @Option(names = "--description", required = true, description = "One sentence for its label.")
    private String description = "";

    @Option(names = "--main", required = true, description = "Its main class.")
    private String main = "";

    @Option(names = "--options", required = true, description = "Files of JVM options; later ones win.")
    private List<Path> options = new ArrayList<>();

    @Option(names = "--modules", required = true, description = "Modules of the Java runtime.")
    private String modules = "";

    @Option(names = "--root", required = true, description = "The project's root directory.")
    private Path sources = Path.of("");

    @Option(names = "--class-path", required = true, description = "Its jars.")
    private String classPath = "";

    @Option(names = "--sbom", required = true, description = "CycloneDX of the class path.")
    private Path sbom = Path.of("");

    @Option(names = "--time", required = true, description = "When all of it was made.")
    private Instant time = Instant.EPOCH;

    @Option(names = "--work", required = true, description = "Directory for what is made on the way.")
    private Path work = Path.of("");

    @Option(names = "--out", required = true, description = "Directory for the archive.")
    private Path out = Path.of("");

    @Option(names = "--registry", defaultValue = "", description = "Where the image is pushed to besides.")
    private String registry = "";

    @Option(names = "--insecure", defaultValue = "false", arity = "1", description = "Whether without TLS.")
    private boolean insecure;

    @Option(names = "--revision", defaultValue = "", description = "The commit, for a label.")
    private String revision = "";

    @Option(names = "--source", defaultValue = "", description = "The sources' address, for a label.")
    private String source = "";

    private ImageBuilder() {}

    /// Builds an image. Exits with 0 on success.
    public static void main(String[] arguments) {
        ProgramLocale.set();
        System.exit(new CommandLine(new ImageBuilder()).setExecutionExceptionHandler((failure, command, _) -> {
            if (failure instanceof BuildException || failure instanceof OutputFailure) {
                command.getErr().println("image-builder: " + failure.getMessage());
            } else {
                failure.printStackTrace(command.getErr());
            }
            return 1;
        }).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, BuildException {
        JavaRuntime runtime = JavaRuntime.link(modules, work.resolve("jre"));
        LaunchCommand launch = LaunchCommand.of(options, classPath, sources, main);
        Path folder = work.resolve(name);
        ImageRoot root = stage(runtime, launch, folder.resolve("root"));
        Path cache = new AotCache(root, launch, folder.resolve("training")).create(AotTraining.of(name, sources));
        root.layer("aot cache");
        root.copy(cache, aotCache());
        pack(root);
        return 0;
    }

    private ImageRoot stage(JavaRuntime runtime, LaunchCommand launch, Path directory)
            throws IOException, InterruptedException, BuildException {
        CLibrary library = CLibrary.of(runtime);
        Sbom bill = Sbom.read(sbom);
        bill.addJavaRuntime();
        bill.add(library);
        ImageRoot root = ImageRoot.empty(directory, time);
        root.layer("c library");
        for (Path file : library.files()) {
            root.copy(file, file.toString());
        }
        root.write("/etc/passwd", "root:x:0:0::/:\nnonroot:x:65532:65532::/:\n");
        root.write("/etc/group", "root:x:0:\nnonroot:x:65532:\n");
        root.write("/etc/nsswitch.conf", "hosts: files dns\n");
        root.layer("java runtime");
        runtime.addTo(root);
        root.layer("libraries");
        LibraryJar libraries = LibraryJar.merge(launch.libraries());
        libraries.upgraded().forEach(bill::removeHashes);
        root.write(libraries, LaunchCommand.LIBRARIES);
        root.layer("application");
        for (Path jar : launch.ours()) {
            root.copy(jar, LaunchCommand.inImage(jar));
        }
        root.write(OPTIONS, launch.arguments("", "-XX:AOTCache=" + aotCache()));
        root.write("/app/sbom.json", bill.json());
        return root;
    }

    private void pack(ImageRoot root) throws IOException, InterruptedException, BuildException {
        String image = "fareswarm/" + name + ":" + version;
        ImageArchive archive = new ImageArchive(root, time, List.of(JavaRuntime.JAVA, "@" + OPTIONS, main), labels());
        // Each build has a cache directory of its own: Jib's cache identifies files by path and time, and all of our
        // files have the same time.
        Path cache = work.resolve(name).resolve("layers");
        DirectoryTree.delete(cache);
        Path packed = work.resolve(name).resolve("image.tar");
        archive.pack(Destinations.file(packed, image), cache);
        long bytes = packedBytes(packed);
        Path tar = out.resolve(name + ".tar");
        Files.createDirectories(out);
        new OutputFile(tar).write(to -> Files.copy(packed, to));
        Files.delete(packed);
        System.out.printf("%s: %s, %.1f MB%n", image, tar, bytes / 1e6);
        if (!registry.isEmpty()) {
            String pushed = registry + "/" + image;
            archive.pack(Destinations.registry(pushed, insecure), cache);
            System.out.println("pushed " + pushed);
        }
    }

    /// Size of the archive after `gzip -9`, which is its size in transfers.
    private static long packedBytes(Path tar) throws IOException, BuildException {
        try (Deflater best = new Deflater(Deflater.BEST_COMPRESSION, true)) {
            try (OutputStream gzip = new DeflaterOutputStream(OutputStream.nullOutputStream(), best)) {
                Files.copy(tar, gzip);
            }
            if (best.getBytesWritten() > LARGEST) {
                throw new BuildException(
                        "expected %s to have at most %,d bytes after gzip -9, found %,d: look for what its class path does not need"
                                .formatted(tar, LARGEST, best.getBytesWritten()));
            }
            return best.getBytesWritten();
        }
    }

    private String aotCache() {
        return "/app/" + name + ".aot";
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(LABEL + "title", "fareswarm " + name);
        labels.put(LABEL + "description", description);
        labels.put(LABEL + "version", version);
        labels.put(LABEL + "licenses", "Apache-2.0");
        labels.put(LABEL + "created", time.toString());
        labels.put(LABEL + "revision", revision);
        labels.put(LABEL + "source", source);
        labels.values().removeIf(String::isEmpty);
        return labels;
    }
}
