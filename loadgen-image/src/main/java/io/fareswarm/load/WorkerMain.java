package io.fareswarm.load;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.Security;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import io.fareswarm.api.WebAddress;
import io.fareswarm.api.Workers;
import io.fareswarm.command.ProgramCommand;
import io.fareswarm.command.UsageError;
import io.fareswarm.load.traffic.ReferencedFiles;
import io.fareswarm.logging.ProgramLog;
import io.fareswarm.message.FailureCause;
import io.fareswarm.network.AddressPolicy;
import io.fareswarm.network.CheckedResolver;
import io.fareswarm.network.HostResolver;
import io.fareswarm.protocol.WorkerProtocol;
import io.fareswarm.text.ProgramLocale;

/// Command line of the worker. It reads the run's token from the environment, and logs one line,
/// `listening on http://HOST:PORT`, in the format of [ProgramLog].
///
/// Exit status: 0 if the operator releases the worker or no operator calls it; 143 after SIGTERM; 2 for bad input; 1 if
/// this machine cannot run a worker.
@Command(synopsisHeading = "usage: ", description = "Sends a share of a load test under the control of an operator. The environment variable "
        + WorkerProtocol.TOKEN_VARIABLE + " must have the run's token.")
public final class WorkerMain implements Callable<Integer> {
    /// Seconds between two checks whether the worker may exit.
    private static final int EXIT_CHECK_SECONDS = 1;
    /// The same for a leaving worker, milliseconds.
    private static final int LEAVE_CHECK_MILLIS = 50;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "N", description = "Port to listen on; 0 for any free port (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--files", paramLabel = "DIR", description = "Directory of the Secrets and ConfigMaps of slices (default: none).")
    private @Nullable Path files;

    @Option(names = "--allowed-cidrs", paramLabel = "CIDR,...", description = "Ranges of loopback, link-local, unspecified, multicast, reserved and cloud metadata addresses to which requests may go (default: none).")
    private String allowedCidrs = "";

    @Option(names = "--grace-seconds", paramLabel = "N", description = "Seconds from SIGTERM until the process is killed; 20 to 3600 (default: ${DEFAULT-VALUE}). The worker sends on and hands over within them.")
    private int graceSeconds = Workers.GRACE_SECONDS;

    @Option(names = "--tls", description = "Warm up TLS too, for a target with https.")
    private boolean tls;

    @Option(names = "--until-stdin-closes", description = "Exit when standard input ends, as it does when the parent process dies.")
    private boolean untilStdinCloses;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    private final ProgramLog log;

    private WorkerMain(ProgramLog log) {
        this.log = log;
    }

    /// Runs the worker until it may exit.
    public static void main(String[] args) {
        ProgramLocale.set();
        // The worker decides how old addresses may be. Java reads this before it resolves the first name.
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        System.exit(ProgramLog.run(WorkerMain.class, log -> run(log, args)));
    }

    private static int run(ProgramLog log, String... args) {
        CommandSpec command = spec(log).name(
                System.getProperty(ProgramLog.COMMAND) == null
                        ? "java -jar loadgen-image.jar"
                        : ProgramCommand.LAUNCHER + " worker");
        return new CommandLine(command).setParameterExceptionHandler((bad, _) -> {
            log.error(UsageError.message(bad), null);
            return ProgramLog.BAD_INPUT;
        }).setExecutionExceptionHandler((failure, _, _) -> {
            log.error("the worker cannot run: " + FailureCause.withFile(failure), failure);
            return 1;
        }).execute(args);
    }

    /// The worker's command.
    static CommandSpec spec(ProgramLog log) {
        return ProgramCommand.withVersion(CommandSpec.forAnnotatedObject(new WorkerMain(log)));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        String token = System.getenv(WorkerProtocol.TOKEN_VARIABLE);
        if (token == null || token.isEmpty()) {
            throw badInput("expected the run's token in " + WorkerProtocol.TOKEN_VARIABLE + ", found none");
        }
        if (port < 0 || port > 65_535) {
            throw badInput("expected --port from 0 to 65535, found " + port);
        }
        if (graceSeconds < Workers.LEAST_GRACE_SECONDS || graceSeconds > Workers.MOST_GRACE_SECONDS) {
            throw badInput("expected --grace-seconds from " + Workers.LEAST_GRACE_SECONDS + " to "
                    + Workers.MOST_GRACE_SECONDS + ", found " + graceSeconds);
        }
        InetSocketAddress address = new InetSocketAddress(WebAddress.withoutBrackets(host), port);
        if (address.isUnresolved()) {
            throw badInput("expected --host as an address of this machine, found " + host);
        }
        serve(address, token, new CheckedResolver(policy(), HostResolver.SYSTEM));
        return 0;
    }

    private AddressPolicy policy() {
        try {
            return AddressPolicy.parse(allowedCidrs);
        } catch (IllegalArgumentException e) {
            throw badInput("--allowed-cidrs: " + e.getMessage());
        }
    }

    private ParameterException badInput(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void serve(InetSocketAddress address, String token, CheckedResolver resolver)
            throws IOException, InterruptedException {
        long origin = System.nanoTime();
        Worker worker = new Worker(() -> System.nanoTime() - origin, !untilStdinCloses,
                slice -> new WorkerRun(slice, new ReferencedFiles(files), resolver));
        CountDownLatch exit = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> leave(worker, exit)));
        if (untilStdinCloses) {
            Thread.ofPlatform().name("stdin").daemon().start(WorkerMain::exitWhenStdinCloses);
        }
        try (WorkerServer server = new WorkerServer(address, token, worker, () -> {
            if (worker.mayExit()) {
                exit.countDown();
            }
        })) {
            log.info("listening on "
                    + WebAddress.http(server.address().getAddress().getHostAddress(), server.address().getPort()));
            WarmUp.run(tls);
            worker.becomeReady();
            while (!exit.await(EXIT_CHECK_SECONDS, TimeUnit.SECONDS) && !worker.mayExit()) {
                // the run goes on
            }
        }
    }

    /// Holds the end of the process after SIGTERM until the worker has handed everything over. At an ordinary end, the worker
    /// may exit already.
    private void leave(Worker worker, CountDownLatch exit) {
        worker.leave(TimeUnit.SECONDS.toNanos(graceSeconds));
        try {
            while (!worker.hasLeft()) {
                boolean _ = exit.await(LEAVE_CHECK_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the process ends at once
        }
    }

    private static void exitWhenStdinCloses() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // An error counts as the end.
        }
        Runtime.getRuntime().halt(0); // ends at once, because no process is left to report to
    }
}
