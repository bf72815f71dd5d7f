package io.fareswarm.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// How an https target is trusted, and what it is shown. Without it the target's certificate has to be signed by an authority that
/// Java trusts, and to name the url's host.
///
/// @param ca authorities, in place of those that Java trusts
/// @param clientCertificate what the worker proves itself with
/// @param insecureSkipVerify true: any certificate of any host is taken
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = "!self.insecureSkipVerify || !has(self.ca)", fieldPath = ".ca", reason = "FieldValueForbidden", message = "ca has no use with insecureSkipVerify")
public record Tls(@Nullable Ca ca, @Nullable ClientCertificate clientCertificate,
        @Default("false") boolean insecureSkipVerify) {
    /// Keys of a client certificate's Secret, as in those of the type kubernetes.io/tls.
    public static final String CERTIFICATE_KEY = "tls.crt";
    public static final String PRIVATE_KEY = "tls.key";

    /// Certificates of authorities, in PEM.
    ///
    /// @param secret a key of a Secret
    /// @param configMap a key of a ConfigMap
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = "has(self.secret) != has(self.configMap)", message = "exactly one of secret, configMap")
    public record Ca(@Nullable KeyRef secret, @Nullable KeyRef configMap) {}

    /// A certificate and its key, in PEM.
    ///
    /// @param secret name of a Secret of the same namespace with the keys `tls.crt` and `tls.key`
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ClientCertificate(@Size(min = 1, max = 253) @Pattern(NamePatterns.SUBDOMAIN) String secret) {}
}
