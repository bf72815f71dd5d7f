package io.fareswarm.image.training;

import java.util.List;

/// What a path of the Kubernetes API names: `/api/v1` or `/apis/GROUP/VERSION`, maybe `/namespaces/NAMESPACE`, then
/// `/KINDS`, maybe `/NAME`, maybe `/SUBRESOURCE`.
///
/// @param kind in the plural and in lower case
/// @param rest the name and the subresource, as far as there are any
record ApiPath(String kind, List<String> rest) {

    static ApiPath of(String path) {
        List<String> parts = List.of(path.substring(1).split("/"));
        int at = parts.getFirst().equals("api") ? 2 : 3;
        if (parts.size() > at + 2 && parts.get(at).equals("namespaces")) {
            at += 2;
        }
        return at < parts.size()
                ? new ApiPath(parts.get(at), parts.subList(at + 1, parts.size()))
                : new ApiPath("", List.of("discovery"));
    }

    boolean isList() {
        return rest.isEmpty();
    }

    boolean isStatus() {
        return rest.size() == 2 && rest.getLast().equals("status");
    }
}
