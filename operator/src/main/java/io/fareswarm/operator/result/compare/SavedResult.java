package io.fareswarm.operator.result.compare;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.api.Result;

/// What a `result.json` says of its run.
///
/// @param verdict null when the run could not run
/// @param result null when nothing was measured
@JsonIgnoreProperties(ignoreUnknown = true)
public record SavedResult(int schemaVersion, @Nullable Verdict verdict,
        @Nullable Result result) {}
