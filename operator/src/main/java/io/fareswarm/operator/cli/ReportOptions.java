package io.fareswarm.operator.cli;

import java.io.PrintStream;
import java.nio.file.Path;

import picocli.CommandLine.Option;

import io.fareswarm.operator.local.BadInput;
import io.fareswarm.operator.local.OutputDirectory;

/// Options of every command with a run: where the report goes, and how progress is shown.
final class ReportOptions {
    @Option(names = "--report", paramLabel = "DIR", defaultValue = "report", description = "Directory for result.html, result.json, stats.csv, junit.xml, histogram logs and logs; earlier ones are replaced. "
            + "Default: ${DEFAULT-VALUE}.")
    private Path report = Path.of("report");

    @Option(names = "--no-ui", description = "Print plain lines, even in a terminal.")
    private boolean plain;

    OutputDirectory directory() throws BadInput {
        return new OutputDirectory(report);
    }

    TerminalOutput output(PrintStream out) {
        return TerminalOutput.of(plain, out);
    }
}
