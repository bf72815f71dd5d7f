package io.fareswarm.model;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.fareswarm.api.TrainedModel;
import io.fareswarm.model.serve.ModelServer;
import io.fareswarm.model.serve.Settings;

/// `serve`: answers requests for prices until told to stop.
@Command(name = "serve", description = "Serves a trained model.")
final class ServeCommand implements Callable<Integer> {
    /// A swarm's user waits 5 s at most between two requests, so by then each connection had its last answer.
    private static final Duration DRAIN = Duration.ofSeconds(10);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--model", paramLabel = "FILE", defaultValue = "model.json", description = "The file that train wrote (default: ${DEFAULT-VALUE}).")
    private Path model = Path.of("model.json");

    @Option(names = "--host", paramLabel = "ADDRESS", defaultValue = "127.0.0.1", description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "N", defaultValue = "8000", description = "Port to listen on; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--until-stdin-closes", description = "Stop when standard input ends, so that a parent's death is noticed.")
    private boolean untilStdinCloses;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Override
    public Integer call() throws IOException, InterruptedException, BadInput {
        if (port < 0 || port > 65_535) {
            throw new BadInput("--port: expected 0 to 65535, found " + port);
        }
        TrainedModel trained = ModelFile.read(model);
        ModelServer server = start(trained);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop"));
        PrintWriter out = spec.commandLine().getOut();
        out.println("listening on " + server.uri());
        out.flush();
        if (untilStdinCloses) {
            System.in.transferTo(OutputStream.nullOutputStream());
            return 0;
        }
        new CountDownLatch(1).await(); // until a signal ends the process
        return 0;
    }

    private ModelServer start(TrainedModel trained) throws IOException, BadInput {
        try {
            return ModelServer.start(trained, Settings.of(host, port));
        } catch (IllegalStateException e) {
            throw new BadInput(model + ": " + e.getMessage());
        }
    }

    private static void stop(ModelServer server) {
        try {
            server.stop(DRAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the process ends anyway
        }
    }
}
