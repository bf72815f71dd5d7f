package io.fareswarm.operator.kubernetes.targets;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.fareswarm.api.WebAddress;
import io.fareswarm.network.AddressPolicy;
import io.fareswarm.network.Cidr;
import io.fareswarm.network.IpLiterals;

/// Targets that an administrator allows beside Services of the resource's own namespace. Without such a list, a user with the
/// right to create a LoadTest could send load to any host that the cluster reaches.
///
/// @param hosts hosts (`api.example.com`), or all subdomains of one (`*.example.com`)
/// @param addresses ranges of addresses: of targets given as an IP address, of endpoints of Services, and of special addresses
/// that a worker would reject otherwise
public record AllowedTargets(List<String> hosts, AddressPolicy addresses) {
    /// Allows Services of the resource's own namespace only.
    public static final AllowedTargets NONE = new AllowedTargets(List.of(), AddressPolicy.CLOSED);

    /// After the namespace comes `.svc` or nothing; another name that begins with the namespace is no Service.
    private static final Pattern SERVICE = Pattern.compile(
            "(?<name>[a-z]([-a-z0-9]*[a-z0-9])?)(\\.(?<namespace>[a-z0-9]([-a-z0-9]*[a-z0-9])?)(\\.svc(\\.cluster\\.local)?)?)?");

    private static final String NUMBERS = "a name, or an IPv4 address of four decimal numbers without leading zeros";

    /// Copies the list.
    public AllowedTargets { hosts = List.copyOf(hosts); }

    /// What this list or another one allows.
    public AllowedTargets and(AllowedTargets other) {
        return new AllowedTargets(Stream.concat(hosts.stream(), other.hosts.stream()).distinct().toList(),
                new AddressPolicy(
                        Stream.concat(addresses.allowed().stream(), other.addresses.allowed().stream()).distinct()
                                .toList()));
    }

    /// The ranges as arguments of a worker or a training; empty without ranges.
    public List<String> arguments() {
        return addresses.allowed().isEmpty()
                ? List.of()
                : List.of("--allowed-cidrs",
                        String.join(",", addresses.allowed().stream().map(Cidr::toString).toList()));
    }

    /// What the host of an address stands for; pure.
    ///
    /// @param field field of the spec with the address, for the message
    /// @param namespace namespace of the resource
    public HostKind kind(String field, String address, String namespace) {
        Optional<String> typed = WebAddress.parse(address).map(WebAddress::host).map(WebAddress::inUrl);
        if (typed.isEmpty()) {
            return notAllowed(field, expectedForm(address), address, "correct the address");
        }
        String host = typed.get().toLowerCase(Locale.ROOT);
        if (host.startsWith("[") || IpLiterals.isNumeric(host)) {
            return literal(field, host, namespace);
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        boolean isListed = hosts.stream().anyMatch(pattern -> matches(pattern, name));
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return isListed
                    ? new HostKind.Listed(name)
                    : notAllowed(field, "another machine than the pod itself", host, "name a Service of namespace "
                            + namespace);
        }
        Matcher service = SERVICE.matcher(name);
        if (service.matches()
                && (service.group("namespace") == null || service.group("namespace").equals(namespace))) {
            return new HostKind.OfService(service.group("name"), isListed);
        }
        return isListed
                ? new HostKind.Listed(name.contains(".") && !name.endsWith(".svc") ? name + "." : name)
                : notListed(field, host, namespace, "allowedTargets");
    }

    /// Reason why requests to a target that is no Service of the namespace may not name a host; empty if they may.
    ///
    /// @param field field of the spec with the host, for the message
    /// @param host host, maybe with a port
    /// @param namespace namespace of the resource
    public Optional<String> rejectedName(String field, String host, String namespace) {
        return switch (kind(field, "http://" + host, namespace)) {
            case HostKind.Listed _ -> Optional.empty();
            case HostKind.OfService(_, boolean isListed) when isListed -> Optional.empty();
            case HostKind.OfService _,HostKind.NotAllowed _ -> Optional
                    .of("""
                            %s: expected a host that the operator allows, because the workers connect to no Service of namespace %s, found %s; \
                            let the administrator add the host to allowedTargets"""
                            .formatted(field, namespace, host));
        };
    }

    private HostKind literal(String field, String host, String namespace) {
        String text = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        Optional<InetAddress> parsed = IpLiterals.parse(text);
        if (parsed.isEmpty()) {
            return notAllowed(field, host.startsWith("[") ? "an IPv6 address without a zone" : NUMBERS, host,
                    "correct the address");
        }
        Optional<String> rejection = addresses.rejection(parsed.get());
        if (rejection.isPresent()) {
            return new HostKind.NotAllowed(field + ": " + rejection.get());
        }
        return addresses.isAllowed(parsed.get()) || hosts.contains(text)
                ? new HostKind.Listed(text)
                : notListed(field, host, namespace, "allowedCidrs");
    }

    /// The form that an address without a host should have.
    private static String expectedForm(String address) {
        String authority;
        try {
            URI url = new URI(address);
            authority = url.getRawAuthority();
            if (authority == null || url.getRawFragment() != null || url.getScheme() == null
                    || !url.getScheme().matches("https?")) {
                return "http:// or https:// with a host, and without a fragment";
            }
        } catch (URISyntaxException e) {
            return "an http or https address without spaces, backslashes and braces";
        }
        String host = authority.replaceFirst(":[0-9]*$", "");
        if (host.contains("@")) {
            return "an address without user info";
        }
        if (host.chars().anyMatch(c -> c > 127)) {
            return "a host name in ASCII (xn--... for other letters)";
        }
        if (host.contains("%")) {
            return "a host without percent-encoding and without a zone";
        }
        if (host.isEmpty() || host.startsWith(".") || host.contains("..")) {
            return "a host name without empty labels";
        }
        return IpLiterals.isNumeric(host) ? NUMBERS : "a host name of letters, digits, hyphens, underscores and dots";
    }

    private HostKind notListed(String field, String host, String namespace, String value) {
        String expected = hosts.isEmpty()
                ? " (the operator's list of allowed targets is empty)"
                : " or one of the operator's allowed targets (" + String.join(", ", hosts) + ")";
        return notAllowed(field, "a Service of namespace " + namespace + expected, host,
                "name such a Service, or let the administrator add the host to " + value);
    }

    private static HostKind notAllowed(String field, String expected, String found, String remedy) {
        return new HostKind.NotAllowed("%s: expected %s, found %s; %s".formatted(field, expected, found, remedy));
    }

    private static boolean matches(String pattern, String host) {
        String wanted = pattern.toLowerCase(Locale.ROOT);
        return wanted.startsWith("*.") ? host.endsWith(wanted.substring(1)) : host.equals(wanted);
    }
}
