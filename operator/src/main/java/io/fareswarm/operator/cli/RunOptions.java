package io.fareswarm.operator.cli;

import java.io.IOException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.fareswarm.files.OutputFile;
import io.fareswarm.network.Loopback;
import io.fareswarm.operator.local.BadInput;
import io.fareswarm.operator.local.ExitStatus;
import io.fareswarm.operator.local.Installation;
import io.fareswarm.operator.local.Interruption;
import io.fareswarm.operator.local.LocalPlatform;
import io.fareswarm.operator.local.LocalRides;
import io.fareswarm.operator.local.OutputDirectory;
import io.fareswarm.operator.ui.PageServer;
import io.fareswarm.operator.ui.PageSource;
import io.fareswarm.validation.Manifests;

/// Options that `run` and `swarm` share (report directory, progress output), and the execution of the manifests.
final class RunOptions {
    @Option(names = "--report", paramLabel = "DIR", defaultValue = "report", description = "Directory for result.html, result.json, stats.csv, junit.xml, histogram logs and logs; those of an earlier run are replaced. "
            + "Default: ${DEFAULT-VALUE}.")
    private Path report = Path.of("report");

    @Option(names = "--no-ui", description = "Print plain lines, even in a terminal.")
    private boolean plain;

    @Option(names = "--no-page", description = "Serve no page.")
    private boolean pageless;

    @Mixin
    private final PageOptions page = new PageOptions();

    /// Applies manifests on this machine.
    ///
    /// @param data file to train the models on, or `-` for standard input; null for the manifests' own sources
    /// @param json whether only `result.json` goes to standard output
    /// @return the exit status
    int apply(Manifests.Valid manifests, @Nullable Path data, boolean json)
            throws BadInput, IOException, InterruptedException {
        return apply(manifests, data, json, false);
    }

    /// Serves the page of a cluster until Ctrl-C.
    ///
    /// @return the exit status
    int serve(PageSource cluster) throws BadInput, IOException, InterruptedException {
        if (pageless) {
            throw new BadInput("--no-page: expected a page, since ui does nothing else");
        }
        Loopback.check(Loopback.ADDRESS);
        try (Interruption interruption = new Interruption(); PageServer server = page.serve(cluster)) {
            System.out.println("page: " + server.uri());
            interruption.await();
        }
        return ExitStatus.PASSED.code();
    }

    /// Runs the tests of manifests as often as they are started on the page.
    ///
    /// @param data file to train the models on, or `-` for standard input; null for the manifests' own sources
    /// @return the exit status
    int serve(Manifests.Valid manifests, @Nullable Path data) throws BadInput, IOException, InterruptedException {
        if (pageless) {
            throw new BadInput("--no-page: expected a page, since ui starts tests only from it");
        }
        return apply(manifests, data, false, true);
    }

    private int apply(Manifests.Valid manifests, @Nullable Path data, boolean json, boolean waits)
            throws BadInput, IOException, InterruptedException {
        Loopback.check(Loopback.ADDRESS);
        // Before Ctrl-C gets another meaning: it ends a command that waits for the end of a stream.
        try (LocalRides rides = data == null ? null : LocalRides.of(data);
                Interruption _ = new Interruption();
                OutputDirectory output = new OutputDirectory(report)) {
            TerminalOutput terminal = new TerminalOutput(plain, json ? System.err : System.out);
            RunPresenter presenter = new RunPresenter(terminal, System.err,
                    json ? new OutputFile(Path.of(OutputFile.STANDARD_OUTPUT)) : null);
            try (LocalPlatform platform = new LocalPlatform(manifests, rides, waits, Installation.current(), output,
                    presenter); PageServer server = pageless ? null : page.serve(platform.page())) {
                if (server != null) {
                    terminal.line("page: " + server.uri());
                }
                return platform.apply().code();
            }
        }
    }
}
