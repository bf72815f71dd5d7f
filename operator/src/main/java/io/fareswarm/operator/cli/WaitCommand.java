package io.fareswarm.operator.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.fareswarm.api.Durations;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.operator.cluster.AwaitedRun;
import io.fareswarm.operator.local.BadInput;
import io.fareswarm.operator.local.ExitStatus;
import io.fareswarm.operator.ui.PageError;

/// `fareswarm wait`: waits for the end of a run on a cluster. The exit status shows its verdict.
@Command(name = "wait", mixinStandardHelpOptions = true, sortOptions = false, description = "Wait until the run of a LoadTest on a cluster is over. Exit status: 0 Passed, 1 Failed, 2 bad input, "
        + "3 Invalid, Error, or not over in time.")
final class WaitCommand implements Callable<Integer> {
    @Parameters(paramLabel = "loadtest/NAME", description = "The LoadTest.")
    private String resource = "";

    @Option(names = "--timeout", paramLabel = "TIME", defaultValue = "30m", description = "How long to wait, such as 10m. Default: ${DEFAULT-VALUE}.")
    private String timeout = "30m";

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Override
    public Integer call() throws BadInput, InterruptedException {
        Duration most = time();
        try {
            Optional<LoadTestStatus> end = new AwaitedRun(cluster.read(), name()).end(most,
                    phase -> System.out.println(name() + ": " + phase));
            if (end.isEmpty()) {
                System.err.println("fareswarm: expected the run to end within " + timeout + ", it goes on");
                return ExitStatus.COULD_NOT_RUN.code();
            }
            System.out.println(RunPresenter.conclusion(end.get()));
            return ExitStatus.of(end.get()).code();
        } catch (PageError e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
    }

    private String name() {
        return resource.substring(resource.indexOf('/') + 1);
    }

    private Duration time() throws BadInput {
        if (!resource.matches("((loadtests?|swarm)([.]fareswarm[.]io)?/)?[a-z0-9][-a-z0-9]*")) {
            throw new BadInput("expected loadtest/NAME, found " + resource);
        }
        try {
            return Durations.parse(timeout);
        } catch (IllegalArgumentException e) {
            throw new BadInput("--timeout: " + e.getMessage());
        }
    }
}
