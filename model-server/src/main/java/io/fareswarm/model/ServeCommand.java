package io.fareswarm.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `serve`: answers requests for prices until told to stop.
@Command(name = "serve", description = "Serves a trained model.")
final class ServeCommand implements Callable<Integer> {
    @Option(names = "--model", paramLabel = "FILE", description = "The file that train wrote (default: ${DEFAULT-VALUE}).")
    private Path model = Path.of("model.json");

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "N", description = "Port to listen on; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int port = 8000;

    @Option(names = "--until-stdin-closes", description = "Stop when standard input ends, so that a parent's death is noticed.")
    private boolean untilStdinCloses;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Override
    public Integer call() throws IOException, InterruptedException, BadInput {
        new ServerProcess(model, host, port, untilStdinCloses).run(System.out);
        return 0;
    }
}
