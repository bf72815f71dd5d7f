package io.fareswarm.operator.kubernetes;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// Hosts that load tests and downloads may reach: Services of the resource's own namespace, and hosts that the administrator
/// lists. Without it, a user with the right to create a LoadTest could send load to any host that the cluster reaches.
///
/// @param patterns the administrator's list: hosts (`api.example.com`), or all subdomains of one (`*.example.com`)
public record AllowList(List<String> patterns) {
    /// Reason why an address is not allowed in a namespace; empty if it is allowed.
    ///
    /// @param field field of the spec with the address, for the message
    public Optional<String> refusal(String field, String address, String namespace) {
        String host = host(address);
        if (host == null) {
            return Optional.of("%s: expected an address with a host, found %s".formatted(field, address));
        }
        if (isOwnService(host, namespace) || patterns.stream().anyMatch(pattern -> matches(pattern, host))) {
            return Optional.empty();
        }
        return Optional.of("%s: expected a Service of namespace %s%s, found %s".formatted(field, namespace,
                patterns.isEmpty()
                        ? " (the operator's list of allowed targets is empty)"
                        : " or one of the operator's allowed targets (" + String.join(", ", patterns) + ")",
                host));
    }

    private static @Nullable String host(String address) {
        try {
            String host = new URI(address).getHost();
            return host == null ? null : host.toLowerCase(Locale.ROOT);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static boolean isOwnService(String host, String namespace) {
        // DNS resolves a name without a dot in the pod's own namespace first. After a namespace there is always `.svc`, else a
        // namespace `dev` would allow all of `*.dev`.
        return host.matches("[a-z]([-a-z0-9]*[a-z0-9])?(\\.%s\\.svc(\\.cluster\\.local)?)?"
                .formatted(Pattern.quote(namespace)));
    }

    private static boolean matches(String pattern, String host) {
        String wanted = pattern.toLowerCase(Locale.ROOT);
        return wanted.startsWith("*.") ? host.endsWith(wanted.substring(1)) : host.equals(wanted);
    }
}
