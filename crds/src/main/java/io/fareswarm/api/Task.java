package io.fareswarm.api;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// A named, weighted kind of request with the answer that it expects.
///
/// @param name tells it apart, in thresholds and reports
/// @param weight its share: weight over the sum of all weights
/// @param request what it sends
/// @param expect the answers that count as a success; by default any of the class 2xx
@JsonIgnoreProperties(ignoreUnknown = true)
public record Task(@Size(min = 1, max = 64) String name, @Default("1") @Min(1) @Max(1000) int weight,
        Request request, @Default("{\"status\": [\"2xx\"]}") Expectation expect) {

    /// The request that the task sends.
    ///
    /// @param method of HTTP
    /// @param path starts with a slash; may have a query
    /// @param body absent for none
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = "!has(self.body) || !(self.method in ['GET', 'HEAD'])", fieldPath = ".body", reason = "FieldValueForbidden", message = "a GET or HEAD request has no body")
    public record Request(@Default("GET") Method method,
            @Default("/") @Size(min = 1, max = 2048) @Pattern("^/[!-\"$-~]*$") String path, @Nullable Body body) {}

    /// HTTP methods that a task may use.
    public enum Method {
        GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS
    }

    /// The request's body, as JSON.
    ///
    /// @param ride a freshly drawn ride
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Body(Ride ride) {}

    /// A freshly drawn taxi ride.
    ///
    /// @param drop how many of its seven fields, chosen at random, are left out
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Ride(@Default("0") @Min(0) @Max(1) int drop) {}

    /// The answers that count as a success; any other is a failure.
    ///
    /// @param status codes such as `200`, or classes such as `4xx`
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Expectation(
            @Size(min = 1, max = 16) List<@Size(max = 3) @Pattern("^[1-5]([0-9][0-9]|xx)$") String> status) {}
}
