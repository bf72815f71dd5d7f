package io.fareswarm.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.annotation.Time;

/// The target of a LoadTest.
///
/// @param model name of a FareModel in the same namespace
/// @param url base URL of an HTTP or HTTPS service, without user info, query or fragment; the path of a task is
/// appended
/// @param timeout maximum time of a request; without a complete response by then it fails as `timeout`
/// @param tls TLS settings, for a url that begins with https://
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = "has(self.model) != has(self.url)", message = "exactly one of model, url")
@ValidationRule(value = "!has(self.tls) || (has(self.url) && self.url.startsWith('https://'))", fieldPath = ".tls", reason = "FieldValueForbidden", message = "tls needs a url that begins with https://")
public record Target(
        @Size(min = 1, max = ApiNames.MAX_NAME_LENGTH) @Pattern(ApiNames.NAME_PATTERN) @Nullable String model,
        @Size(max = 2048) @ValidationRule(value = "self.matches('" + Target.URL
                + "')", message = "must be an http or https address such as http://host:8080/base, without user info, query or fragment") @Nullable String url,
        @Default("30s") @Time(min = "1ms", max = "10m") String timeout,
        @Nullable Tls tls) {
    private static final String PORT = ":([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";

    private static final String LABEL = "([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9])";
    private static final String LAST_LABEL = "([A-Za-z]|[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9])[.]?";
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

    /// Regular expression of `url`: a scheme, a host (a name whose last label begins with a letter, an IPv4 address, or
    /// an IPv6 address in brackets), a port and a path. java.net.URI parses each match and finds the same host.
    static final String URL = "^https?://((" + LABEL + "[.])*" + LAST_LABEL + "|(" + BYTE + "[.]){3}" + BYTE
            + "|[[][0-9A-Fa-f:.]+[]])(" + PORT + ")?(/([!$&-;=@A-Z_a-z~]|%[0-9A-Fa-f]{2})*)?$";
}
