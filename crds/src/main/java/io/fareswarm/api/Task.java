package io.fareswarm.api;

import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.annotation.DefaultInCode;
import io.fareswarm.api.annotation.Form;
import io.fareswarm.api.annotation.IntOrString;
import io.fareswarm.api.annotation.MapKey;
import io.fareswarm.api.annotation.MayBeEmpty;
import io.fareswarm.api.annotation.Time;

/// A named, weighted kind of request with its expected response.
///
/// @param name name of the task, for thresholds and reports
/// @param weight share of the requests: weight divided by the sum of all weights
/// @param request the request to send
/// @param expect responses that count as success; by default any status 2xx
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = "!has(self.expect) || !has(self.expect.jsonPointer) || !has(self.request.method) || self.request.method != 'HEAD'", fieldPath = ".expect.jsonPointer", reason = "FieldValueForbidden", message = "jsonPointer is forbidden with method HEAD, whose response has no body")
public record Task(@Size(min = 1, max = 64) String name, @DefaultInCode("1") @Min(1) @Max(1000) Integer weight,
        Request request, @DefaultInCode Expectation expect) {
    public Task {
        weight = Objects.requireNonNullElse(weight, 1);
        expect = Objects.requireNonNullElseGet(expect, () -> new Expectation(List.of("2xx"), null, null));
    }

    /// A task that posts rides to `/predict`.
    ///
    /// @param drop number of the ride's fields to leave out
    /// @param status expected status
    public static Task ride(String name, int weight, int drop, String status) {
        Body body = new Body(new Ride(drop), null, null, null, null);
        return new Task(name, weight, new Request(Method.POST, "/predict", null, body, null),
                new Expectation(List.of(status), null, null));
    }

    /// The request of a task. The path, header values, form values and a template may contain expressions:
    /// `#{Provider.method}` draws a value with Datafaker, and `#{data.COLUMN}` takes a value from a row of `data`.
    ///
    /// @param method HTTP method
    /// @param path path that begins with a slash, with an optional query; values of expressions are percent-encoded
    /// @param headers headers to send, each name once, except Content-Length and connection headers. Host and Content-Type
    /// follow from the target's url and from the kind of body unless they are given here
    /// @param body body of the request: exactly one of `ride`, `json`, `text`, `form`, `template`; absent for none
    /// @param data CSV rows of values, one row for each request: exactly one of `csv`, `configMap`
    @MayBeEmpty
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = "!has(self.body) || (has(self.method) && !(self.method in ['GET', 'HEAD']))", fieldPath = ".body", reason = "FieldValueForbidden", message = "body is forbidden with method GET or HEAD")
    @ValidationRule(value = "!has(self.headers) || self.headers.all(one, self.headers.exists_one(other, other.name.lowerAscii() == one.name.lowerAscii()))", fieldPath = ".headers", message = "must name each header once; upper and lower case are the same name")
    public record Request(@DefaultInCode("GET") Method method,
            @DefaultInCode("/") @Size(min = 1, max = 2048) @Form(value = "^/([!-\"$-~]|#[{][ -z|~]*[}])*$", message = PATH_MESSAGE) String path,
            @MapKey("name") @Size(max = 16) @Nullable List<Header> headers, @Nullable Body body,
            @Nullable Data data) {
        public Request {
            method = Objects.requireNonNullElse(method, Method.GET);
            path = Objects.requireNonNullElse(path, "/");
        }
    }

    /// HTTP method of a task.
    public enum Method {
        GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS
    }

    /// A header of the request.
    ///
    /// @param name name, sent as written
    /// @param value one line of text, sent in UTF-8, may contain expressions; `#{secret}` stands for the secret. If absent,
    /// the value is the secret. The value of Host is a host with an optional port, without expressions
    /// @param secret key of a Secret in the same namespace; its value appears in no log, message or report
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = "has(self.value) || has(self.secret)", message = "value or secret is required")
    @ValidationRule(value = "!self.name.matches('(?i)^host$') || (has(self.value) && self.value.matches('"
            + HOST_VALUE
            + "'))", fieldPath = ".value", message = "the Host header must be a host with an optional port, such as shop.example.com:8080, without expressions and not from a secret")
    public record Header(
            @Size(min = 1, max = 64) @Form(value = "^[-!#$%&'*+.^_`|~0-9A-Za-z]+$", message = "must be the name of a header: letters, digits and hyphens, such as X-Api-Key") @ValidationRule(value = "!self.matches('"
                    + OWN_HEADERS + "')", message = OWN_HEADERS_MESSAGE) String name,
            @Size(min = 1, max = 1024) @Form(value = HEADER_VALUE, message = HEADER_VALUE_MESSAGE) @Nullable String value,
            @Nullable KeyRef secret) {}

    private static final String PATH_MESSAGE = "must begin with a slash and be printable ASCII without spaces; percent-encode other characters, such as %20 for a space and %23 for #";
    /// Regular expression of a header's value, for Java and RE2: one line of text without blanks at its ends.
    public static final String HEADER_VALUE = "^[^\\x00-\\x20\\x7f]([^\\x00-\\x1f\\x7f]*[^\\x00-\\x20\\x7f])?$";
    private static final String HEADER_VALUE_MESSAGE = "must be one line of text that neither begins nor ends with a space";
    /// Shorter than [WebAddress#HOST_PORT], because an API server bounds the cost of a rule by its length.
    private static final String HOST_VALUE = "^([A-Za-z0-9_.-]+|[[][0-9A-Fa-f:.]+[]])(:[0-9]+)?$";
    private static final String OWN_HEADERS = "(?i)^(content-length|transfer-encoding|connection|keep-alive|"
            + "proxy-connection|proxy-authenticate|proxy-authorization|te|trailer|upgrade|expect)$";
    private static final String OWN_HEADERS_MESSAGE = "Content-Length and connection headers cannot be set here, fareswarm sets them (see target.connection)";

    /// The body of a request.
    ///
    /// @param ride a random taxi ride, as JSON
    /// @param json JSON text, sent unchanged as application/json
    /// @param text text, sent unchanged as text/plain
    /// @param form fields, sent as application/x-www-form-urlencoded
    /// @param template text with expressions, sent as application/json unless a header gives another type; in JSON the
    /// values are escaped as in a string
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = "(has(self.ride) ? 1 : 0) + (has(self.json) ? 1 : 0) + (has(self.text) ? 1 : 0) + (has(self.form) ? 1 : 0) + (has(self.template) ? 1 : 0) == 1", message = "exactly one of ride, json, text, form, template")
    public record Body(@Nullable Ride ride,
            @Size(min = 1, max = MAX_TEXT) @Form(value = "[^ \\t\\r\\n]", message = "must be JSON, and not only spaces") @Nullable String json,
            @Size(min = 1, max = MAX_TEXT) @Nullable String text, @Size(min = 1, max = 32) @Nullable List<Field> form,
            @Size(min = 1, max = MAX_TEXT) @Nullable String template) {}

    private static final int MAX_TEXT = 16_384;

    /// A field of a form.
    ///
    /// @param name name of the field
    /// @param value value of the field, may contain expressions
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Field(@Size(min = 1, max = 64) String name, @Size(max = 1024) String value) {}

    /// A random taxi ride, drawn anew for each request.
    ///
    /// @param drop number of the seven fields to leave out, chosen at random
    @MayBeEmpty
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Ride(@DefaultInCode("0") @Min(0) @Max(1) int drop) {}

    /// Rows of values. The CSV text (RFC 4180) has at most 1 MiB and 100,000 rows, and its first line names the
    /// columns.
    ///
    /// @param csv the CSV text
    /// @param configMap key of a ConfigMap in the same namespace that holds the CSV text
    /// @param order `sequential`: arrival k takes row k, and user u takes row u + i in its iteration i; the first row
    /// follows the last. `random`: each request takes a random row, drawn from the seed
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = "has(self.csv) != has(self.configMap)", message = "exactly one of csv, configMap")
    public record Data(@Size(min = 1, max = 8192) @Nullable String csv, @Nullable KeyRef configMap,
            @DefaultInCode("sequential") RowOrder order) {
        public Data { order = Objects.requireNonNullElse(order, RowOrder.sequential); }
    }

    /// How a request's row of the data is chosen.
    public enum RowOrder {
        sequential, random
    }

    /// The responses that count as success. Any other response is a failure. Its kind is that of the first condition
    /// that it does not meet.
    ///
    /// @param status status codes such as `200`, or classes such as `4xx`
    /// @param jsonPointer expected value in the body
    /// @param latency limit on the latency
    @MayBeEmpty
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Expectation(
            @DefaultInCode("2xx") @Size(min = 1, max = 16) List<@IntOrString(min = 100, max = 599) @Size(max = 16) @Form(value = NamePatterns.STATUS, message = NamePatterns.STATUS_MESSAGE) String> status,
            @Nullable JsonPointer jsonPointer, @Nullable Latency latency) {
        public Expectation { status = Objects.requireNonNullElse(status, List.of("2xx")); }
    }

    /// An expected value in a JSON response. A body is checked if it has at most 256 KiB, also decompressed; a longer
    /// body is a failure of the kind `oversized`, a missing or different value one of the kind `body`.
    ///
    /// @param pointer JSON pointer (RFC 6901) such as `/items/0/id`; empty for the whole document
    /// @param value expected value as text: a string without quotes, or a number, true, false or null as in JSON. If
    /// absent, any value is accepted
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record JsonPointer(
            @Size(max = 512) @Form(value = "^(/([^~/]|~[01])*)*$", message = "must be a JSON pointer such as /items/0/id, with ~1 for a slash and ~0 for a tilde in a name; empty for the whole document") String pointer,
            @JsonProperty("equals") @Size(max = 1024) @Nullable String value) {}

    /// A limit on the latency of a response.
    ///
    /// @param max maximum latency; a complete response after this time is a failure of the kind `slow`
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Latency(@Time(min = "1ms", max = "10m") String max) {}
}
