package io.fareswarm.api;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.annotation.Format;
import io.fareswarm.api.annotation.MapKey;

/// What is known of a LoadTest's current run: live while it runs, the report when it is over.
@JsonIgnoreProperties(ignoreUnknown = true)
public record LoadTestStatus(@Nullable Long observedGeneration, @Nullable Phase phase, @Nullable Verdict verdict,
        @Nullable Run run, @Nullable TargetStatus target, @Nullable WorkersStatus workers, @Nullable Result result,
        @MapKey("name") @Size(max = 21) @Nullable List<ThresholdResult> thresholds,
        @MapKey("type") @Size(max = 8) @Nullable List<Condition> conditions,
        @Nullable ReportReference report) {

    /// Where a run stands. Pending: nothing was done yet. Preparing: workers start and get their slices. Running: load
    /// is sent. Finishing: nothing new starts, what is in flight ends. Finished and Error are ends.
    public enum Phase {
        Pending, Preparing, Running, Finishing, Finished, Error
    }

    /// Passed: every threshold kept. Failed: one was broken. Invalid: the run measured the generator, not the target.
    public enum Verdict {
        Passed, Failed, Invalid
    }

    /// @param startsAt the start barrier: when all workers begin, on the operator's clock, ISO 8601 in UTC
    /// @param startedAt when the load began
    /// @param stoppedAt when it was told to end early; absent otherwise
    /// @param finishedAt when the run ended
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Run(int number, long seed, @Format("date-time") @Size(max = 40) @Nullable String startsAt,
            @Format("date-time") @Size(max = 40) @Nullable String startedAt,
            @Format("date-time") @Size(max = 40) @Nullable String stoppedAt,
            @Format("date-time") @Size(max = 40) @Nullable String finishedAt) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record TargetStatus(@Size(max = 2048) @Nullable String url, @Size(max = 64) @Nullable String modelDigest) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record WorkersStatus(int desired, int ready, int lost) {}

    /// @param observed what was measured, with its unit, such as `12.4ms`; `no samples` where nothing was
    /// @param limit what it was held against, such as `<= 250ms`
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ThresholdResult(@Size(max = 64) String name, @Size(max = 64) String observed,
            @Size(max = 64) String limit, boolean kept) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ReportReference(@Size(max = 253) String configMap) {}
}
