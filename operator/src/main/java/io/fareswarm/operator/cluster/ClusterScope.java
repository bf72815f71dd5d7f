package io.fareswarm.operator.cluster;

import java.util.List;

/// Where a page looks, and for whom.
///
/// @param namespaces that are shown to a user who may not see all namespaces
/// @param chosen namespace that new resources get; one of the shown ones otherwise
/// @param only whether other namespaces are never shown
/// @param tokens whether users come with tokens, so that a rejected one can be replaced
public record ClusterScope(List<String> namespaces, String chosen, boolean only, boolean tokens) {
    public ClusterScope { namespaces = List.copyOf(namespaces); }
}
