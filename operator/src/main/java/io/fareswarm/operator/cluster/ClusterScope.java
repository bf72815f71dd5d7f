package io.fareswarm.operator.cluster;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where a page looks, and for whom.
///
/// @param namespaces that are shown to a user who may not see all namespaces
/// @param chosen namespace that new resources get; one of the shown ones otherwise
/// @param only whether other namespaces are never shown
/// @param tokens whether users come with tokens, so that a rejected one can be replaced
public record ClusterScope(List<String> namespaces, String chosen, boolean only, boolean tokens) {
    private static final Pattern SERVICE_ACCOUNT = Pattern.compile("system:serviceaccount:([^:]+):[^:]+");

    public ClusterScope { namespaces = List.copyOf(namespaces); }

    /// The scope of a user. The namespace of a ServiceAccount is shown, too, since a user needs no setting of the page for it.
    ///
    /// @param user name, as the API server gives it
    ClusterScope of(String user) {
        Matcher account = SERVICE_ACCOUNT.matcher(user);
        if (only || !account.matches() || namespaces.contains(account.group(1))) {
            return this;
        }
        return new ClusterScope(Stream.concat(namespaces.stream(), Stream.of(account.group(1))).toList(), chosen, false,
                tokens);
    }
}
