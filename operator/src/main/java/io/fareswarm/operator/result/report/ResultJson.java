package io.fareswarm.operator.result.report;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.CapacityStatus;
import io.fareswarm.api.Condition;
import io.fareswarm.api.LoadTestSpec;
import io.fareswarm.api.LoadTestStatus;
import io.fareswarm.api.LoadTestStatus.Phase;
import io.fareswarm.api.LoadTestStatus.Run;
import io.fareswarm.api.LoadTestStatus.TargetStatus;
import io.fareswarm.api.LoadTestStatus.ThresholdResult;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.api.LoadTestStatus.WorkersStatus;
import io.fareswarm.api.Result;
import io.fareswarm.api.Result.ErrorCount;
import io.fareswarm.protocol.AddressReport;

/// `result.json`: the status of a LoadTest after a run, with its spec.
public final class ResultJson {
    /// Increases when the meaning of a field changes or a field is removed, but not for new fields.
    public static final int SCHEMA_VERSION = 1;

    private static final DefaultIndenter TWO_SPACES = new DefaultIndenter("  ", "\n");
    private static final JsonMapper READER = new JsonMapper();
    private static final ObjectWriter WRITER = JsonMapper.builder().defaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build().writer(new DefaultPrettyPrinter().withObjectIndenter(TWO_SPACES).withArrayIndenter(TWO_SPACES));

    private ResultJson() {}

    /// The text of the file, which ends with a line feed. Null values are omitted.
    ///
    /// @param errors errors in place of those of the status, which has ten at most
    /// @param addresses requests by address of the target; left out if there are none
    public static String of(String namespace, String name, LoadTestSpec spec, LoadTestStatus status,
            List<ErrorCount> errors, List<AddressReport> addresses) {
        Result result = status.result() == null ? null : status.result().withErrors(errors);
        Long others = result == null
                ? null
                : result.failures() - errors.stream().mapToLong(ErrorCount::count).sum();
        return write(new Document(SCHEMA_VERSION, namespace, name, status.phase(), status.verdict(), status.run(),
                status.target(), status.workers(), result, others, addresses.isEmpty() ? null : addresses,
                status.thresholds(), status.capacity(), status.conditions(), spec))
                + "\n";
    }

    /// A record as indented JSON, without null values.
    static String write(Object content) {
        try {
            return WRITER.writeValueAsString(content);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("records of plain values are always JSON", impossible);
        }
    }

    /// The spec in the text of a `result.json`; empty if the text is something else.
    public static Optional<LoadTestSpec> spec(String file) {
        try {
            return Optional.ofNullable(READER.readTree(file).get("spec"))
                    .map(spec -> READER.convertValue(spec, LoadTestSpec.class));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// @param otherFailures failures whose errors are not listed
    private record Document(int schemaVersion, String namespace, String name, @Nullable Phase phase,
            @Nullable Verdict verdict, @Nullable Run run, @Nullable TargetStatus target,
            @Nullable WorkersStatus workers, @Nullable Result result, @Nullable Long otherFailures,
            @Nullable List<AddressReport> addresses,
            @Nullable List<ThresholdResult> thresholds, @Nullable CapacityStatus capacity,
            @Nullable List<Condition> conditions, LoadTestSpec spec) {}
}
