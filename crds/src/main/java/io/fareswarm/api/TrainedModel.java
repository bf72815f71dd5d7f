package io.fareswarm.api;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.annotation.Format;

/// A trained model and its training statistics: the content of `model.json` and of a FareModel's `status.model`.
///
/// @param digest SHA-256 over the three weights as big-endian doubles, 64 hex digits
/// @param weights dollars per degree of longitude, dollars per degree of latitude, dollars per ride
/// @param rows number of rows in the training; absent for given weights
/// @param rmse root mean squared error over the used rows, in dollars; absent for given weights
/// @param mae mean absolute error over the used rows, in dollars; absent for given weights
/// @param r2 coefficient of determination (R²); absent for given weights
/// @param facts counts of the used rows, for charts; absent for given weights and for models of earlier versions
/// @param trainedAt when the training ended, ISO 8601 in UTC
@JsonIgnoreProperties(ignoreUnknown = true)
public record TrainedModel(@Size(max = 64) String digest, @Size(max = 3) List<Double> weights, @Nullable Rows rows,
        @Nullable Double rmse, @Nullable Double mae, @Nullable Double r2, @Nullable TrainingFacts facts,
        @Format("date-time") @Size(max = 40) String trainedAt) {
    /// Number of rows in a training.
    ///
    /// @param read rows of the file, without the header
    /// @param used rows that the weights were fitted to
    /// @param dropped rows left out, by reason
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Rows(long read, long used, @Size(max = 16) Map<String, Long> dropped) {}
}
