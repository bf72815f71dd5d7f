package io.fareswarm.operator.result.compare;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.CapacityStatus;
import io.fareswarm.api.LoadTestStatus.Verdict;
import io.fareswarm.api.Result;

/// The verdict and the result in a `result.json`.
///
/// @param schemaVersion version of the file format
/// @param verdict verdict of the run; null if it ended in phase Error
/// @param result measurements; null if there are none
/// @param capacity the search for the capacity; null for another load
@JsonIgnoreProperties(ignoreUnknown = true)
public record SavedResult(int schemaVersion, @Nullable Verdict verdict,
        @Nullable Result result, @Nullable CapacityStatus capacity) {}
