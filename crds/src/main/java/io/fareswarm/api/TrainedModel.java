package io.fareswarm.api;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.annotation.Format;

/// A trained model and the facts of its training: the content of `model.json`, and of a FareModel's `status.model`.
///
/// @param digest SHA-256 over the three weights as big-endian doubles, 64 hex digits
/// @param weights dollars a degree of longitude, dollars a degree of latitude, dollars a ride
/// @param rows what the training read; absent for weights that were given
/// @param rmse root mean squared error over the used rows, dollars; absent for weights that were given, as are the next
/// two
/// @param mae mean absolute error, dollars
/// @param r2 coefficient of determination
/// @param trainedAt ISO 8601 in UTC
@JsonIgnoreProperties(ignoreUnknown = true)
public record TrainedModel(@Size(max = 64) String digest, @Size(max = 3) List<Double> weights, @Nullable Rows rows,
        @Nullable Double rmse, @Nullable Double mae, @Nullable Double r2,
        @Format("date-time") @Size(max = 40) String trainedAt) {

    /// @param read lines of the file, without the header
    /// @param used rows that the weights are fitted to
    /// @param dropped rows left out, by the reason
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Rows(long read, long used, @Size(max = 16) Map<String, Long> dropped) {}
}
