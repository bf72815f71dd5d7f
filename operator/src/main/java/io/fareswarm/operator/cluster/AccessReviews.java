package io.fareswarm.operator.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What the user may do, as the API server reviews it.
record AccessReviews(ApiServer api, String user) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Right CREATE = new Right("create", "create", PageKind.LoadTest.group, "loadtests", "");
    private static final Right EDIT = new Right("edit", "patch", PageKind.LoadTest.group, "loadtests", "");
    private static final Right DELETE = new Right("delete", "delete", PageKind.LoadTest.group, "loadtests", "");
    private static final Right PREDICT = new Right("predict", "create", "", "services", "proxy");
    private static final List<Right> RIGHTS = List.of(CREATE, EDIT, DELETE, PREDICT);

    /// A right that the page shows.
    ///
    /// @param name in the session
    private record Right(String name, String verb, String group, String resource, String subresource) {}

    /// @param reason the API server's, or who may not do what
    record Decision(boolean allowed, String reason) {}

    /// The user whom the API server takes for the caller.
    static String user(ApiServer api) {
        ObjectNode review = JSON.createObjectNode().put("apiVersion", "authentication.k8s.io/v1")
                .put("kind", "SelfSubjectReview");
        return api.post("/apis/authentication.k8s.io/v1/selfsubjectreviews", review).at("/status/userInfo/username")
                .asText();
    }

    /// Whether the user may list the objects of a kind.
    ///
    /// @param namespace empty for all
    boolean mayList(PageKind kind, String namespace) {
        return ApiServer.await(review(new Right("", "list", kind.group, kind.plural, ""), namespace)).allowed();
    }

    /// The rights in each namespace, by its name.
    ObjectNode access(List<String> namespaces) {
        List<Decision> everywhere = decisions("");
        ObjectNode access = JSON.createObjectNode();
        if (everywhere.stream().allMatch(Decision::allowed)) {
            namespaces.forEach(namespace -> put(access.putObject(namespace), everywhere));
            return access;
        }
        List<CompletableFuture<List<Decision>>> calls = namespaces.stream().map(this::review).toList();
        for (int i = 0; i < calls.size(); i++) {
            put(access.putObject(namespaces.get(i)), ApiServer.await(calls.get(i)));
        }
        return access;
    }

    private static void put(ObjectNode access, List<Decision> decisions) {
        for (int i = 0; i < RIGHTS.size(); i++) {
            access.putObject(RIGHTS.get(i).name()).put("allowed", decisions.get(i).allowed()).put("reason",
                    decisions.get(i).reason());
        }
    }

    private List<Decision> decisions(String namespace) {
        return ApiServer.await(review(namespace));
    }

    private CompletableFuture<List<Decision>> review(String namespace) {
        CompletableFuture<List<Decision>> all = CompletableFuture.completedFuture(List.of());
        for (Right right : RIGHTS) {
            all = all.thenCombine(review(right, namespace), (before, one) -> {
                List<Decision> more = new ArrayList<>(before);
                more.add(one);
                return more;
            });
        }
        return all;
    }

    private CompletableFuture<Decision> review(Right right, String namespace) {
        ObjectNode review = JSON.createObjectNode().put("apiVersion", "authorization.k8s.io/v1")
                .put("kind", "SelfSubjectAccessReview");
        review.putObject("spec").putObject("resourceAttributes").put("namespace", namespace).put("verb", right.verb())
                .put("group", right.group()).put("resource", right.resource())
                .put("subresource", right.subresource());
        return api.postAsync("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review).thenApply(response -> {
            if (!response.isOk()) {
                throw response.error();
            }
            return decision(response.body().path("status"), right, namespace);
        });
    }

    /// An API server without a reason of its own rejects a call in the words that are made here.
    private Decision decision(JsonNode status, Right right, String namespace) {
        boolean allowed = status.path("allowed").asBoolean();
        String reason = status.path("reason").asText();
        if (allowed || !reason.isEmpty()) {
            return new Decision(allowed, allowed ? "" : reason);
        }
        String resource = right.subresource().isEmpty()
                ? right.resource()
                : right.resource() + "/" + right.subresource();
        return new Decision(false, "User \"%s\" cannot %s resource \"%s\" in API group \"%s\" in the namespace \"%s\""
                .formatted(user, right.verb(), resource, right.group(), namespace));
    }
}
