package io.fareswarm.operator.cluster;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.fareswarm.logging.LogLevel;

/// Settings of the page's process in a cluster, read from its environment, which the chart sets.
///
/// @param api address of the API server
/// @param authority file with the certificate authority of the API server
/// @param hosts names by which browsers may address the page, besides `localhost`
/// @param namespaces namespaces that are shown to users who may not see all
/// @param only whether other namespaces are never shown
/// @param port of the page
/// @param logLevel least severe level that is logged
record PageEnvironment(String api, String authority, Set<String> hosts, List<String> namespaces, boolean only, int port,
        LogLevel logLevel) {

    /// Reads an environment.
    ///
    /// @throws IllegalArgumentException for a missing or invalid variable, with what was expected and found
    static PageEnvironment of(Map<String, String> environment) {
        String host = required(environment, "KUBERNETES_SERVICE_HOST");
        String api = "https://%s:%s".formatted(host.contains(":") ? "[" + host + "]" : host,
                required(environment, "KUBERNETES_SERVICE_PORT"));
        List<String> watched = list(environment, "FARESWARM_NAMESPACES");
        Set<String> namespaces = new LinkedHashSet<>(watched);
        if (watched.isEmpty()) {
            namespaces.addAll(list(environment, "FARESWARM_UI_NAMESPACES"));
        }
        return new PageEnvironment(api, required(environment, "FARESWARM_UI_API_AUTHORITY"),
                Set.copyOf(list(environment, "FARESWARM_UI_HOSTS")), List.copyOf(namespaces), !watched.isEmpty(),
                port(environment.getOrDefault("FARESWARM_PORT", "8080")),
                LogLevel.of(environment));
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException("expected " + name + " in the environment, found none");
        }
        return value;
    }

    private static List<String> list(Map<String, String> environment, String name) {
        return Arrays.stream(environment.getOrDefault(name, "").split(",")).map(String::strip)
                .filter(part -> !part.isEmpty()).toList();
    }

    private static int port(String value) {
        int port = value.matches("[0-9]{1,5}") ? Integer.parseInt(value) : -1;
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("expected FARESWARM_PORT from 0 to 65535, found " + value);
        }
        return port;
    }
}
