package io.fareswarm.api;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.annotation.MapKey;
import io.fareswarm.api.annotation.Time;

/// A named, weighted kind of request with the answer that it expects.
///
/// @param name tells it apart, in thresholds and reports
/// @param weight its share: weight over the sum of all weights
/// @param request what it sends
/// @param expect the answers that count as a success; by default any of the class 2xx
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = "self.request.method != 'HEAD' || !has(self.expect.jsonPointer)", fieldPath = ".expect.jsonPointer", reason = "FieldValueForbidden", message = "the answer to a HEAD request has no body to look into")
public record Task(@Size(min = 1, max = 64) String name, @Default("1") @Min(1) @Max(1000) int weight,
        Request request, @Default("{\"status\": [\"2xx\"]}") Expectation expect) {

    /// The request that the task sends. `#{Provider.method}` draws a value with Datafaker, and `#{data.COLUMN}` takes one
    /// from the row of `data`: in the path, in values of headers and of forms, and in a template.
    ///
    /// @param method of HTTP
    /// @param path starts with a slash; may have a query; drawn values are percent-encoded
    /// @param headers sent beside those of the connection; a Content-Type by the kind of the body unless there is one
    /// @param body absent for none
    /// @param data rows, of which each request takes one
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = "!has(self.body) || !(self.method in ['GET', 'HEAD'])", fieldPath = ".body", reason = "FieldValueForbidden", message = "a GET or HEAD request has no body")
    public record Request(@Default("GET") Method method,
            @Default("/") @Size(min = 1, max = 2048) @Pattern("^/([!-\"$-~]|#[{][ -z|~]*[}])*$") String path,
            @MapKey("name") @Size(max = 16) @Nullable List<Header> headers, @Nullable Body body,
            @Nullable Data data) {

        /// With no headers of its own and no rows.
        public Request(Method method, String path, @Nullable Body body) {
            this(method, path, null, body, null);
        }
    }

    /// HTTP methods that a task may use.
    public enum Method {
        GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS
    }

    /// A header of the request.
    ///
    /// @param name as it is sent
    /// @param value printable ASCII, may have expressions; `#{secret}` stands for the secret; absent: the secret alone
    /// @param secret a key of a Secret of the same namespace; its value is shown nowhere
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = "has(self.value) || has(self.secret)", message = "value or secret is required")
    public record Header(
            @Size(min = 1, max = 64) @Pattern("^[-!#$%&'*+.^_`|~0-9A-Za-z]+$") @ValidationRule(value = "!self.matches('"
                    + OWN_HEADERS + "')", message = OWN_HEADERS_MESSAGE) String name,
            @Size(min = 1, max = 1024) @Pattern("^[!-~]([ -~]*[!-~])?$") @Nullable String value,
            @Nullable KeyRef secret) {}

    private static final String OWN_HEADERS = "(?i)^(host|content-length|transfer-encoding|connection|keep-alive|"
            + "proxy-connection|proxy-authenticate|proxy-authorization|te|trailer|upgrade|expect)$";
    private static final String OWN_HEADERS_MESSAGE = "Host, Content-Length and the headers of a connection are fareswarm's own";

    /// The request's body.
    ///
    /// @param ride a freshly drawn ride, as JSON
    /// @param json sent as it is, as application/json
    /// @param text sent as it is, as text/plain
    /// @param form fields, as application/x-www-form-urlencoded
    /// @param template a text with expressions, as application/json unless a header says otherwise; in JSON drawn values
    /// are escaped as inside of a string
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = "(has(self.ride) ? 1 : 0) + (has(self.json) ? 1 : 0) + (has(self.text) ? 1 : 0) + (has(self.form) ? 1 : 0) + (has(self.template) ? 1 : 0) == 1", message = "exactly one of ride, json, text, form, template")
    public record Body(@Nullable Ride ride,
            @Size(min = 1, max = MAX_TEXT) @Pattern("[^ \\t\\r\\n]") @Nullable String json,
            @Size(min = 1, max = MAX_TEXT) @Nullable String text, @Size(min = 1, max = 32) @Nullable List<Field> form,
            @Size(min = 1, max = MAX_TEXT) @Nullable String template) {

        /// A ride.
        public Body(Ride ride) {
            this(ride, null, null, null, null);
        }
    }

    private static final int MAX_TEXT = 16_384;

    /// A field of a form.
    ///
    /// @param name encoded as it is
    /// @param value may have expressions
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Field(@Size(min = 1, max = 64) String name, @Size(max = 1024) String value) {}

    /// A freshly drawn taxi ride.
    ///
    /// @param drop how many of its seven fields, chosen at random, are left out
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Ride(@Default("0") @Min(0) @Max(1) int drop) {}

    /// Rows of values: CSV as in RFC 4180, whose first line names the columns. At most 1 MiB and 100,000 rows.
    ///
    /// @param csv the rows themselves
    /// @param configMap a key of a ConfigMap of the same namespace that holds them
    /// @param order sequential: arrival k takes row k, user u takes row u + i in iteration i, from the first row on again
    /// past the last; random: any row, by the seed
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = "has(self.csv) != has(self.configMap)", message = "exactly one of csv, configMap")
    public record Data(@Size(min = 1, max = 8192) @Nullable String csv, @Nullable KeyRef configMap,
            @Default("sequential") Order order) {}

    /// Which row a request takes.
    public enum Order {
        sequential, random
    }

    /// The answers that count as a success; any other is a failure. A failure has one kind: that of the first of these
    /// that is not met.
    ///
    /// @param status codes such as `200`, or classes such as `4xx`
    /// @param jsonPointer a value in the answer's body
    /// @param latency a bound on the time
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Expectation(
            @Default("[\"2xx\"]") @Size(min = 1, max = 16) List<@Size(max = 3) @Pattern("^[1-5]([0-9][0-9]|xx)$") String> status,
            @Nullable JsonPointer jsonPointer, @Nullable Latency latency) {

        /// Only a status.
        public Expectation(List<String> status) {
            this(status, null, null);
        }
    }

    /// A value in an answer of JSON. Bodies of up to 256 KiB are read, packed and unpacked; a longer one is a failure of the kind
    /// `oversized`, and one that lacks the value or has another a failure of the kind `body`.
    ///
    /// @param pointer as in RFC 6901, such as `/items/0/id`; empty for the whole
    /// @param value the text that it has to be: a string without its quotes, a number, true, false or null as JSON writes
    /// it; absent: any value
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record JsonPointer(@Size(max = 512) @Pattern("^(/([^~/]|~[01])*)*$") String pointer,
            @JsonProperty("equals") @Size(max = 1024) @Nullable String value) {}

    /// A bound on the time of an answer.
    ///
    /// @param max latency at most; a whole answer that took longer is a failure of the kind `slow`
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Latency(@Time(min = "1ms", max = "10m") String max) {}
}
