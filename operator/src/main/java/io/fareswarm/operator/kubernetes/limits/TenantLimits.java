package io.fareswarm.operator.kubernetes.limits;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

import io.fareswarm.operator.kubernetes.limits.StartLimits.NamespaceLimits;

/// The administrator's limits: the chart's value `limits`.
///
/// @param runs limits of runs
/// @param trainings limits of trainings
public record TenantLimits(StartLimits runs, StartLimits trainings) {
    /// The value as JSON. An absent limit is none.
    private record LimitsJson(@Nullable Long runs, @Nullable Long trainings, @Nullable NamespaceValues perNamespace) {}

    private record NamespaceValues(@Nullable Long runs, @Nullable Long trainings, @Nullable Long workers,
            @Nullable Double rate) {}

    /// Reads the value.
    ///
    /// @param json JSON object; an empty text has no limits
    /// @throws IllegalArgumentException if it has another form
    public static TenantLimits of(String json) {
        LimitsJson values;
        try {
            values = new JsonMapper().readValue(json.isBlank() ? "{}" : json, LimitsJson.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "FARESWARM_LIMITS: expected a JSON object with runs, trainings and perNamespace, found " + json, e);
        }
        NamespaceValues each = values.perNamespace() == null
                ? new NamespaceValues(null, null, null, null)
                : values.perNamespace();
        return new TenantLimits(
                new StartLimits("runs", or(values.runs()),
                        new NamespaceLimits(or(each.runs()), or(each.workers()), or(each.rate()))),
                new StartLimits("trainings", or(values.trainings()),
                        new NamespaceLimits(or(each.trainings()), or((Long) null), or((Double) null))));
    }

    private static long or(@Nullable Long limit) {
        return limit == null ? Long.MAX_VALUE : limit;
    }

    private static double or(@Nullable Double limit) {
        return limit == null ? Double.POSITIVE_INFINITY : limit;
    }
}
