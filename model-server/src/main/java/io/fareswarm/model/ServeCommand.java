package io.fareswarm.model;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import io.fareswarm.api.TrainedModel;
import io.fareswarm.api.WebAddress;
import io.fareswarm.logging.ProgramLog;
import io.fareswarm.model.serve.ModelServer;
import io.fareswarm.model.serve.ReverseProxy;
import io.fareswarm.model.serve.ServerSettings;
import io.fareswarm.network.Loopback;

/// The command `serve`: serves a model until a signal or the end of standard input stops the process.
///
/// @param port port to listen on; 0 for any free port
/// @param untilStdinCloses whether the end of standard input stops the server
/// @param model path of the model file
/// @param proxy reverse proxies in front of the server
record ServeCommand(Path model, String host, int port, boolean untilStdinCloses, ReverseProxy proxy) {
    /// Time without requests after which connections may be closed. A simulated user waits at most 5 s between two
    /// requests, so each connection gets its last response in this time.
    private static final Duration QUIET = Duration.ofSeconds(6);
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final String TRUSTED = "--forwarded-allow-ips";
    /// uvicorn's variable with the default of [#TRUSTED].
    private static final String TRUSTED_VARIABLE = "FORWARDED_ALLOW_IPS";
    /// Strong reference: a logger that is garbage-collected loses its level.
    private static final Logger HELIDON = Logger.getLogger("io.helidon");
    /// Logs an address that cannot be listened on with stack traces. The error of this command has the address.
    private static final Logger START = Logger.getLogger("io.helidon.webserver.LoomServer");

    static CommandSpec spec(ProgramLog log) {
        OptionSpec model = OptionSpec.builder("--model").paramLabel("FILE").type(Path.class).defaultValue("model.json")
                .description("The file that train wrote (default: ${DEFAULT-VALUE}).").build();
        OptionSpec host = OptionSpec.builder("--host").paramLabel("ADDRESS").type(String.class)
                .defaultValue("127.0.0.1").description("Address to listen on (default: ${DEFAULT-VALUE}).").build();
        OptionSpec port = OptionSpec.builder("--port").paramLabel("N").type(int.class).defaultValue("8000")
                .description("Port to listen on; 0 for any free port (default: ${DEFAULT-VALUE}).").build();
        OptionSpec untilStdinCloses = OptionSpec.builder("--until-stdin-closes").type(boolean.class)
                .defaultValue("false")
                .description("Stop when standard input ends, so that this process ends with its parent.").build();
        OptionSpec rootPath = OptionSpec.builder("--root-path").paramLabel("PATH").type(String.class).defaultValue("")
                .description("Path of a reverse proxy under which clients see the server, such as /fares.").build();
        OptionSpec trusted = OptionSpec.builder(TRUSTED).paramLabel("ADDRESSES").type(String.class)
                .defaultValue("${env:" + TRUSTED_VARIABLE + ":-" + ReverseProxy.LOCAL + "}")
                .description("Addresses and ranges of reverse proxies whose X-Forwarded-Proto counts, separated by "
                        + "commas; * for all (default: " + TRUSTED_VARIABLE + ", or " + ReverseProxy.LOCAL + ").")
                .build();
        return ModelServerMain.command("serve", "Serves a trained model.", () -> {
            new ServeCommand(model.getValue(), WebAddress.withoutBrackets(host.getValue()), port.getValue(),
                    untilStdinCloses.getValue(), proxy(rootPath.getValue(), trusted))
                    .run(log);
            return 0;
        }).addOption(model).addOption(host).addOption(port).addOption(untilStdinCloses).addOption(rootPath)
                .addOption(trusted);
    }

    private static ReverseProxy proxy(String rootPath, OptionSpec trusted) throws BadInput {
        boolean given = trusted.command().commandLine().getParseResult().hasMatchedOption(trusted);
        try {
            return ReverseProxy.parse(rootPath, given ? TRUSTED : TRUSTED_VARIABLE, trusted.getValue());
        } catch (IllegalArgumentException e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
    }

    private void run(ProgramLog log) throws IOException, InterruptedException, BadInput {
        if (port < 0 || port > 65_535) {
            throw new BadInput("--port: expected 0 to 65535, found " + port);
        }
        START.setLevel(Level.OFF);
        HELIDON.setLevel(Level.WARNING); // without this, Helidon logs every start and stop
        TrainedModel trained = ModelFile.read(model);
        checkLoopback();
        ModelServer server = start(trained);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop"));
        log.info("listening on " + server.uri());
        OldGeneration.collectWhenItGrows(); // here, because it would delay the first response
        if (untilStdinCloses) {
            System.in.transferTo(OutputStream.nullOutputStream());
            server.stop(Duration.ZERO, Duration.ZERO); // the parent, the only client, is gone
        } else {
            new CountDownLatch(1).await(); // until a signal ends the process
        }
    }

    private void checkLoopback() throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (!address.isUnresolved() && address.getAddress().isLoopbackAddress()) {
            Loopback.check(address.getAddress());
        }
    }

    private ModelServer start(TrainedModel trained) throws IOException, BadInput {
        try {
            return ModelServer.start(trained, ServerSettings.of(host, port, proxy));
        } catch (IllegalStateException e) {
            throw new BadInput(model + ": " + e.getMessage());
        }
    }

    private static void stop(ModelServer server) {
        try {
            server.stop(QUIET, DRAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the process ends anyway
        }
    }
}
