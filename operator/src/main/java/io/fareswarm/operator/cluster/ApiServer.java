package io.fareswarm.operator.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.jspecify.annotations.Nullable;

import io.fareswarm.message.FailureCause;
import io.fareswarm.operator.ui.PageError;

/// Calls of an API server as one user. Thread-safe.
final class ApiServer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int CONNECT_MILLIS = 5000;
    private static final int UNAUTHORIZED = 401;
    private static final String JSON_TYPE = "application/json";

    private final KubernetesClient client;
    private final String root;
    private volatile boolean unauthorized;

    /// A response of the server.
    ///
    /// @param body JSON; missing when it is none
    /// @param text the body as text
    record Response(int status, JsonNode body, String text) {
        boolean isOk() {
            return status < 300;
        }

        /// The rejection in this response: the server's status and message.
        PageError error() {
            String message = body.path("message").asText().strip();
            return new PageError(status >= 400 ? status : 503,
                    message.isEmpty() ? "the API server responded with status " + status : message);
        }
    }

    ApiServer(Config config) {
        Config bounded = new ConfigBuilder(config).withRequestRetryBackoffLimit(0)
                .withRequestTimeout((int) TIMEOUT.toMillis()).withConnectionTimeout(CONNECT_MILLIS).build();
        KubernetesSerialization serialization = new KubernetesSerialization(new JsonMapper(), false);
        // Without its type, the error that ends an expired watch is not read as one, and the watch is retried for ever.
        serialization.registerKubernetesResource(Status.class);
        client = new KubernetesClientBuilder().withConfig(bounded).withKubernetesSerialization(serialization).build();
        root = client.getMasterUrl().toString().replaceFirst("/$", "");
    }

    KubernetesClient client() {
        return client;
    }

    /// Whether the server has rejected the user's credentials since the start.
    boolean isUnauthorized() {
        return unauthorized;
    }

    /// A value as a part of a query.
    static String query(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    JsonNode get(String path) {
        return ok(call(request("GET", path, JSON_TYPE, null)));
    }

    /// A list of objects without their content.
    JsonNode metadata(String path) {
        return ok(call(builder(path).header("Accept",
                "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1").build()));
    }

    JsonNode post(String path, ObjectNode body) {
        return ok(call(request("POST", path, JSON_TYPE, body)));
    }

    /// Any call. [PageError] 503 if the server does not respond.
    Response send(String method, String path, @Nullable ObjectNode body) {
        return call(request(method, path, method.equals("PATCH") ? "application/merge-patch+json" : JSON_TYPE, body));
    }

    /// A POST that does not wait for its response.
    CompletableFuture<Response> postAsync(String path, ObjectNode body) {
        return text(request("POST", path, JSON_TYPE, body));
    }

    /// A POST whose response may be of any size and type.
    ///
    /// @param most longest response that is read, bytes
    Response post(String path, String body, int most) {
        HttpRequest request = builder(path).post(JSON_TYPE, body).build();
        return await(client.getHttpClient().sendAsync(request, InputStream.class).thenApply(response -> {
            try (InputStream content = response.body()) {
                return response(response, new String(content.readNBytes(most), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new PageError(503, "the response broke off: " + FailureCause.of(e));
            }
        }));
    }

    private static JsonNode ok(Response response) {
        if (!response.isOk()) {
            throw response.error();
        }
        return response.body();
    }

    private HttpRequest.Builder builder(String path) {
        return client.getHttpClient().newHttpRequestBuilder().uri(root + path).timeout(TIMEOUT.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private HttpRequest request(String method, String path, String type, @Nullable ObjectNode body) {
        HttpRequest.Builder builder = builder(path);
        return (method.equals("GET") ? builder : builder.method(method, type, body == null ? "" : body.toString()))
                .build();
    }

    private CompletableFuture<Response> text(HttpRequest request) {
        return client.getHttpClient().sendAsync(request, String.class)
                .thenApply(response -> response(response, response.body() == null ? "" : response.body()));
    }

    private Response response(HttpResponse<?> response, String text) {
        if (response.code() == UNAUTHORIZED) {
            unauthorized = true;
        }
        return new Response(response.code(), json(text), text);
    }

    private static JsonNode json(String text) {
        try {
            JsonNode read = JSON.readTree(text);
            return read == null ? MissingNode.getInstance() : read;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private Response call(HttpRequest request) {
        return await(text(request));
    }

    /// The value of a call.
    static <T> T await(CompletableFuture<T> call) {
        try {
            return call.get(2 * TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof PageError rejection
                    ? rejection
                    : new PageError(503, "expected a response of the API server, found none: " + cause(e));
        } catch (TimeoutException e) {
            call.cancel(true);
            throw new PageError(503, "expected a response of the API server within %d s, found none"
                    .formatted(2 * TIMEOUT.toSeconds()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PageError(503, "the page's server ends");
        }
    }

    private static String cause(Throwable failure) {
        Throwable last = failure;
        while (last.getCause() != null && !(last instanceof ConnectException)) {
            last = last.getCause();
        }
        return FailureCause.of(last);
    }

    @Override
    public void close() {
        client.close();
    }
}
