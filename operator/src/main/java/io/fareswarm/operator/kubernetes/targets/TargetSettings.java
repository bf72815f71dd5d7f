package io.fareswarm.operator.kubernetes.targets;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

import io.fareswarm.network.AddressPolicy;
import io.fareswarm.network.Cidr;

/// The administrator's lists of allowed targets.
///
/// @param everywhere targets that are allowed in each namespace
/// @param byNamespace further targets of single namespaces
public record TargetSettings(AllowedTargets everywhere, Map<String, AllowedTargets> byNamespace) {
    /// Allows Services of the resource's own namespace only.
    public static final TargetSettings NONE = new TargetSettings(AllowedTargets.NONE, Map.of());

    private record AllowedLists(@Nullable List<String> hosts, @Nullable List<String> cidrs) {
        AllowedTargets targets() {
            return new AllowedTargets(hosts == null ? List.of() : hosts, new AddressPolicy(
                    cidrs == null ? List.of() : cidrs.stream().map(Cidr::parse).toList()));
        }
    }

    /// Copies the map.
    public TargetSettings { byNamespace = Map.copyOf(byNamespace); }

    /// Reads the values of the operator's environment; an empty text allows nothing.
    ///
    /// @param hosts hosts, separated by commas
    /// @param cidrs ranges of addresses, separated by commas
    /// @param byNamespace JSON object with `hosts` and `cidrs` of namespaces
    /// @throws IllegalArgumentException if a text has another form
    public static TargetSettings of(String hosts, String cidrs, String byNamespace) {
        List<String> listed = Arrays.stream(hosts.split(",")).map(String::strip).filter(host -> !host.isEmpty())
                .toList();
        Map<String, AllowedTargets> namespaced = new TreeMap<>();
        try {
            new JsonMapper().readValue(byNamespace.isBlank() ? "{}" : byNamespace,
                    new TypeReference<Map<String, AllowedLists>>() {
                    }).forEach((namespace, one) -> namespaced.put(namespace, one.targets()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "expected a JSON object with hosts and cidrs of namespaces, found " + byNamespace, e);
        }
        return new TargetSettings(new AllowedTargets(listed, AddressPolicy.parse(cidrs)), namespaced);
    }

    /// The targets that are allowed in a namespace, beside its Services.
    public AllowedTargets in(String namespace) {
        return everywhere.and(byNamespace.getOrDefault(namespace, AllowedTargets.NONE));
    }
}
