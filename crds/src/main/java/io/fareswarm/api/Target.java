package io.fareswarm.api;

import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.annotation.DefaultInCode;
import io.fareswarm.api.annotation.Form;
import io.fareswarm.api.annotation.Time;

/// The target of a LoadTest.
///
/// @param model name of a FareModel in the same namespace
/// @param url base URL of an HTTP or HTTPS service, without user info, query or fragment; the path of a task is
/// appended
/// @param address where the workers connect, in place of the url's host and port: a host with an optional port. The Host
/// header and SNI stay those of the url, so that an ingress can be tested by its IP address
/// @param timeout maximum time of a request; without a complete response by then it fails as `timeout`
/// @param tls TLS settings, for a url that begins with https://
/// @param connection `keepAlive`: connections stay open for further requests, as the target allows. `perRequest`: each
/// request opens a new connection, sends `Connection: close`, and its latency contains the connect
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = "has(self.model) != has(self.url)", message = "exactly one of model, url")
@ValidationRule(value = "!has(self.address) || has(self.url)", fieldPath = ".address", reason = "FieldValueForbidden", message = "address needs a url, whose host goes into the Host header")
@ValidationRule(value = "!has(self.url) || !self.url.matches('^https://[^/]*_') || (has(self.tls) && (has(self.tls.serverName) || (has(self.tls.insecureSkipVerify) && self.tls.insecureSkipVerify)))", fieldPath = ".tls", message = "an https url whose host has an underscore needs tls.serverName or tls.insecureSkipVerify, because certificates are checked for names without underscores only")
@ValidationRule(value = "!has(self.tls) || (has(self.url) && self.url.startsWith('https://'))", fieldPath = ".tls", reason = "FieldValueForbidden", message = "tls needs a url that begins with https://")
public record Target(
        @Size(min = 1, max = ApiNames.MAX_NAME_LENGTH) @Form(value = ApiNames.NAME_PATTERN, message = ApiNames.NAME_MESSAGE) @Nullable String model,
        @Size(max = 2048) @ValidationRule(value = "self.matches('" + WebAddress.URL
                + "')", message = "must be an http or https address such as http://host:8080/base or http://[::1]:8080, without user info, query or fragment") @Nullable String url,
        @Size(max = 300) @Form(value = WebAddress.HOST_PORT, message = "must be a host with an optional port, such as 10.0.0.7, [::1]:8443 or ingress.example.com:8080") @Nullable String address,
        @Default("30s") @Time(min = "1ms", max = "10m") String timeout,
        @Nullable Tls tls, @DefaultInCode("keepAlive") Connection connection) {
    public Target { connection = Objects.requireNonNullElse(connection, Connection.keepAlive); }

    /// How many requests a connection has.
    public enum Connection {
        /// As many as the target allows.
        keepAlive,
        /// One: each request opens a new connection, as a client without a connection pool does.
        perRequest
    }

    /// The URL to whose host and port the workers connect; null for a FareModel.
    public @Nullable String connectUrl() {
        return url == null ? null : WebAddress.connectUrl(url, address);
    }
}
