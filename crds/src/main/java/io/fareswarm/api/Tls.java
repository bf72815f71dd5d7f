package io.fareswarm.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.annotation.DefaultInCode;
import io.fareswarm.api.annotation.Form;
import io.fareswarm.api.annotation.MayBeEmpty;

/// TLS settings for an https target. By default the target's certificate must be signed by an authority that Java
/// trusts, and must name the host of the url.
///
/// @param ca certificate authorities to trust, in place of those that Java trusts: exactly one of `secret`, `configMap`
/// @param clientCertificate client certificate of the workers
/// @param insecureSkipVerify accept any certificate of any host
/// @param serverName name that the workers send as SNI and that the certificate must have, in place of the url's host
@MayBeEmpty
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = "!has(self.insecureSkipVerify) || !self.insecureSkipVerify || !has(self.ca)", fieldPath = ".ca", reason = "FieldValueForbidden", message = "ca is forbidden with insecureSkipVerify")
public record Tls(@Nullable Ca ca, @Nullable ClientCertificate clientCertificate,
        @DefaultInCode("false") boolean insecureSkipVerify,
        @Size(min = 1, max = 253) @Form(value = SERVER_NAME, message = "must be a host name such as shop.example.com, without a port") @Nullable String serverName) {
    private static final String SERVER_NAME = "^([A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?[.])*[A-Za-z]([-A-Za-z0-9]*[A-Za-z0-9])?$";

    /// Keys of the client certificate's Secret, as in Secrets of the type kubernetes.io/tls.
    public static final String CERTIFICATE_KEY = "tls.crt";
    public static final String PRIVATE_KEY = "tls.key";

    /// Certificates of authorities, in PEM.
    ///
    /// @param secret key of a Secret
    /// @param configMap key of a ConfigMap
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = "has(self.secret) != has(self.configMap)", message = "exactly one of secret, configMap")
    public record Ca(@Nullable KeyRef secret, @Nullable KeyRef configMap) {}

    /// A client certificate and its private key, in PEM.
    ///
    /// @param secret name of a Secret in the same namespace with the keys `tls.crt` and `tls.key`
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ClientCertificate(
            @Size(min = 1, max = 253) @Form(value = NamePatterns.SUBDOMAIN, message = NamePatterns.SUBDOMAIN_MESSAGE) String secret) {}
}
