package io.fareswarm.operator.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.fareswarm.api.Percent;
import io.fareswarm.message.FailureCause;
import io.fareswarm.operator.local.BadInput;
import io.fareswarm.operator.local.ExitStatus;
import io.fareswarm.operator.result.compare.Comparison;
import io.fareswarm.operator.result.compare.SavedResult;
import io.fareswarm.operator.result.report.ReportFiles;
import io.fareswarm.operator.result.report.ResultJson;
import io.fareswarm.operator.result.text.ComparisonTable;

/// `fareswarm compare`: compares the results of two runs.
@Command(name = "compare", mixinStandardHelpOptions = true, sortOptions = false, description = "Compare the result of a run with that of an earlier one, figure by figure and task by task.", footer = {
        "", "Worse means lower throughput, more failures, a longer latency or a worse verdict.",
        "The tolerance is a share of A's figure. Where A has no failures, any failure in B is worse.", "",
        "Exit status: 0 no regression, 1 a regression beyond the tolerance, 2 bad input."})
final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "The earlier run: a report directory or a result.json.")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "B", description = "The later run: a report directory or a result.json.")
    private Path after = Path.of("");

    @Option(names = "--tolerance", paramLabel = "SHARE", defaultValue = "5%", description = "Difference that is no regression. Default: ${DEFAULT-VALUE}.")
    private String tolerance = "5%";

    @Override
    public Integer call() throws BadInput {
        Comparison comparison = Comparison.of(read("A", before, true), read("B", after, false), share());
        TerminalOutput output = new TerminalOutput(false, System.out);
        ComparisonTable.lines(comparison, output.size().columns(), output.ansi()).forEach(output::line);
        return (comparison.regressions().isEmpty() ? ExitStatus.PASSED : ExitStatus.FAILED).code();
    }

    private BigDecimal share() throws BadInput {
        try {
            return BigDecimal.valueOf(Percent.parse(tolerance));
        } catch (IllegalArgumentException e) {
            throw new BadInput("--tolerance: " + e.getMessage());
        }
    }

    private static SavedResult read(String which, Path given, boolean measured) throws BadInput {
        Path file = Files.isDirectory(given) ? given.resolve(ReportFiles.RESULT) : given;
        if (!Files.isRegularFile(file)) {
            throw new BadInput("%s: expected a report directory or a result.json, found no %s".formatted(which, file));
        }
        String expected = "%s: expected a result.json of schemaVersion %d%s, found ".formatted(which,
                ResultJson.SCHEMA_VERSION, measured ? " with a result" : "");
        try {
            SavedResult saved = new JsonMapper().readValue(file.toFile(), SavedResult.class);
            if (saved == null || saved.schemaVersion() != ResultJson.SCHEMA_VERSION) {
                throw new BadInput(expected + (saved == null ? "nothing" : "version " + saved.schemaVersion()) + " in "
                        + file);
            }
            if (measured && saved.result() == null) {
                throw new BadInput(expected + "none in " + file + ": that run measured nothing");
            }
            return saved;
        } catch (JacksonException e) {
            throw new BadInput(expected + "something else in " + file + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new BadInput(expected + "that " + file + " cannot be read: " + FailureCause.of(e));
        }
    }
}
