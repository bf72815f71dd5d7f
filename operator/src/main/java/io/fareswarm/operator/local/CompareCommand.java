package io.fareswarm.operator.local;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.fareswarm.api.Percent;
import io.fareswarm.operator.result.compare.Comparison;
import io.fareswarm.operator.result.compare.SavedResult;
import io.fareswarm.operator.result.report.ReportFiles;
import io.fareswarm.operator.result.report.ResultJson;
import io.fareswarm.operator.result.text.ComparisonTable;

/// `fareswarm compare`: holds a run's result against an earlier one's.
@Command(name = "compare", mixinStandardHelpOptions = true, sortOptions = false, description = "Hold the result of a run against that of an earlier one, figure by figure and task by task.", footer = {
        "", "Worse is: less throughput, more failures, a longer latency, a verdict that is not as good.",
        "The tolerance is a share of A's figure; where A has no failures, any in B are worse.", "",
        "Exit status: 0 no regression, 1 a regression beyond the tolerance, 2 bad input."})
final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "The earlier run: its report directory or result.json.")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "B", description = "The run that is judged: likewise.")
    private Path after = Path.of("");

    @Option(names = "--tolerance", paramLabel = "SHARE", defaultValue = "5%", description = "What a figure may differ by. Default: ${DEFAULT-VALUE}.")
    private String tolerance = "5%";

    @Override
    public Integer call() throws BadInput {
        Comparison comparison = Comparison.of(read("A", before, true), read("B", after, false), share());
        TerminalOutput output = TerminalOutput.of(false, System.out);
        ComparisonTable.lines(comparison, new TerminalSize().columns(), output.ansi()).forEach(output::line);
        return comparison.regressions().isEmpty() ? ExitStatus.PASSED : ExitStatus.REGRESSION;
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
            @Nullable
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
            throw new BadInput(expected + "that " + file + " cannot be read: " + e.getMessage());
        }
    }
}
