package io.fareswarm.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.worker.WorkerProtocol;

/// Starts a worker: `[--host 127.0.0.1] [--port 0] [--files DIR] [--until-stdin-closes]`, the token in the environment. It prints one
/// line, `listening on http://HOST:PORT`, and leaves with status 0 when it is told to or has no reason to stay; 2 is for
/// bad input, 1 for a machine on which it cannot run. `--help` prints the usage and does nothing else.
public final class Main {
    private static final String USAGE = "usage: java -jar loadgen-image.jar [--host 127.0.0.1] [--port 0]"
            + " [--files DIR] [--until-stdin-closes], with the run's token in " + WorkerProtocol.TOKEN_VARIABLE;

    /// How often a worker asks itself whether it may leave, seconds.
    private static final int LEAVE_CHECK_SECONDS = 1;

    private Main() {}

    /// @param host an address of this machine to listen on
    /// @param port 0 for any free one
    /// @param files where the Secrets and ConfigMaps of slices are; null for nowhere
    /// @param untilStdinCloses a child process: the end of its standard input is the end of its parent
    private record Options(String host, int port, @Nullable Path files, boolean untilStdinCloses) {

        static Options parse(String[] args) {
            String host = "127.0.0.1";
            int port = 0;
            Path files = null;
            boolean untilStdinCloses = false;
            for (int i = 0; i < args.length; i++) {
                switch (args[i]) {
                    case "--until-stdin-closes" -> untilStdinCloses = true;
                    case "--host" -> host = value(args, ++i);
                    case "--files" -> files = Path.of(value(args, ++i));
                    case "--port" -> port = port(value(args, ++i));
                    default -> throw new IllegalArgumentException("unknown argument '" + args[i] + "'");
                }
            }
            return new Options(host, port, files, untilStdinCloses);
        }

        private static String value(String[] args, int at) {
            if (at == args.length) {
                throw new IllegalArgumentException("expected a value after " + args[at - 1] + ", found none");
            }
            return args[at];
        }

        private static int port(String text) {
            if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65535) {
                throw new IllegalArgumentException("expected --port from 0 to 65535, found '" + text + "'");
            }
            return Integer.parseInt(text);
        }
    }

    /// Runs the worker until it may leave.
    public static void main(String[] args) {
        System.exit(run(args, System.getenv(WorkerProtocol.TOKEN_VARIABLE)));
    }

    private static int run(String[] args, @Nullable String token) {
        if (List.of(args).contains("--help")) {
            System.out.println(USAGE);
            return 0;
        }
        try {
            Options options = Options.parse(args);
            if (token == null || token.isEmpty()) {
                throw new IllegalArgumentException(
                        "expected the run's token in " + WorkerProtocol.TOKEN_VARIABLE + ", found none");
            }
            InetAddress host = InetAddress.getByName(options.host);
            serve(options, new InetSocketAddress(host, options.port), token);
            return 0;
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(USAGE);
            return 2;
        } catch (UnknownHostException e) {
            System.err.println("expected --host as an address of this machine, found " + e.getMessage());
            return 2;
        } catch (IOException e) {
            System.err.println("the worker cannot run: " + e);
            return 1;
        } catch (InterruptedException e) {
            return 1;
        }
    }

    private static void serve(Options options, InetSocketAddress address, String token)
            throws IOException, InterruptedException {
        long origin = System.nanoTime();
        Worker worker = new Worker(() -> System.nanoTime() - origin, !options.untilStdinCloses, options.files);
        CountDownLatch leave = new CountDownLatch(1);
        if (options.untilStdinCloses) {
            Thread.ofPlatform().name("stdin").daemon().start(() -> awaitEnd(System.in));
        }
        try (WorkerServer server = new WorkerServer(address, token, worker, () -> {
            if (worker.mayLeave()) {
                leave.countDown();
            }
        })) {
            System.out.println("listening on http://" + authority(server.address()));
            Priming.run();
            worker.becomeReady();
            while (!leave.await(LEAVE_CHECK_SECONDS, TimeUnit.SECONDS) && !worker.mayLeave()) {
                // still wanted
            }
        }
    }

    private static String authority(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static void awaitEnd(InputStream in) {
        try {
            while (in.read() >= 0) {
                // Nothing that a parent writes means anything.
            }
        } catch (IOException e) {
            // As good as the end.
        }
        Runtime.getRuntime().halt(0); // at once: nobody is left to tell anything
    }
}
