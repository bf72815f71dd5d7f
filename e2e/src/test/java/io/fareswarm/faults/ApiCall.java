package io.fareswarm.faults;

import java.util.Set;

/// A call of the operator to the API server.
///
/// @param method HTTP method
/// @param target path with the query
record ApiCall(String method, String target) {
    private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

    static ApiCall of(HttpHead head) {
        String[] words = head.first().split(" ", 3);
        return new ApiCall(words[0], words[1]);
    }

    /// Whether the call changes an object. The election's Lease does not count: it changes with the time alone.
    boolean isWrite() {
        return WRITES.contains(method) && !target.contains("/leases");
    }

    /// Whether the call is the first list of an informer, for which any cached version is sufficient.
    boolean isCachedList() {
        return method.equals("GET") && target.contains("resourceVersion=0") && !target.contains("watch=");
    }

    /// Whether the call is about LoadTests or FareModels.
    boolean isOfOwnKind() {
        return target.contains("/apis/fareswarm.io/");
    }

    @Override
    public String toString() {
        return method + " " + target.replaceFirst("[?].*", "");
    }
}
