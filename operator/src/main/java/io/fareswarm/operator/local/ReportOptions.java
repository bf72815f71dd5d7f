package io.fareswarm.operator.local;

import java.io.PrintStream;
import java.nio.file.Path;

import picocli.CommandLine.Option;

/// Where a run is shown and where its report goes, the same for every command that runs one.
final class ReportOptions {
    @Option(names = "--report", paramLabel = "DIR", defaultValue = "report", description = "Where result.html, result.json, stats.csv, junit.xml, histogram logs and logs go; replaced when there. "
            + "Default: ${DEFAULT-VALUE}.")
    private Path report = Path.of("report");

    @Option(names = "--no-ui", description = "Plain lines, even in a terminal.")
    private boolean plain;

    OutputDirectory folder() throws BadInput {
        return new OutputDirectory(report);
    }

    TerminalOutput output(PrintStream out) {
        return TerminalOutput.of(plain, out);
    }
}
