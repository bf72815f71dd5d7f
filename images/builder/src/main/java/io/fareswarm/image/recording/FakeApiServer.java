package io.fareswarm.image.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.Tls;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;

/// Fake Kubernetes API server for an operator's first second: TLS, HTTP/2, watches over WebSocket without events, and
/// lists that are empty except for some custom resources. It accepts every write.
final class FakeApiServer implements AutoCloseable {
    private static final String JSON = "application/json";
    /// Strong reference: a logger that is garbage-collected loses its level. Helidon logs each start and stop.
    private static final Logger HELIDON = Logger.getLogger("io.helidon");
    /// Pattern of the path of a list of objects, of an object, or of its subresource. The groups are the plural kind,
    /// the name and the subresource.
    private static final Pattern PATH = Pattern
            .compile("/apis?/(?:[^/]+/)?v[^/]+(?:/namespaces/[^/]+)?/([^/]+)(?:/([^/]+)(?:/([^/]+))?)?");
    private static final Set<Method> READS = Set.of(Method.GET, Method.HEAD);

    /// Mapper for YAML and JSON. An apply request may have either format.
    private final YAMLMapper mapper = new YAMLMapper();
    private final List<ObjectNode> resources = new ArrayList<>();
    private final Set<String> statuses = ConcurrentHashMap.newKeySet();
    private final AtomicInteger watches = new AtomicInteger();
    private final WebServer server;

    /// Starts to serve, until it is closed.
    ///
    /// @param keys PKCS #12 file with its certificate and key
    /// @param resources objects of the cluster
    FakeApiServer(Path keys, String password, List<HasMetadata> resources) {
        for (HasMetadata resource : resources) {
            ObjectNode json = mapper.valueToTree(resource);
            json.withObject("metadata").put("uid", "uid-" + this.resources.size()).put("generation", 1)
                    .put("resourceVersion", "1").put("creationTimestamp", "2026-01-01T00:00:00Z");
            this.resources.add(json);
        }
        HELIDON.setLevel(Level.WARNING);
        Keys pair = Keys.builder().keystore(store -> store.keystore(Resource.create(keys)).passphrase(password))
                .build();
        Tls tls = Tls.builder().privateKey(pair).privateKeyCertChain(pair).build();
        server = WebServer.builder().host("127.0.0.1").tls(tls).shutdownHook(false)
                .addRouting(HttpRouting.builder().any(this::respond))
                .addRouting(WsRouting.builder().endpoint("/*", new Watch())).build().start();
    }

    private final class Watch implements WsListener {
        @Override
        public void onOpen(WsSession session) {
            watches.incrementAndGet();
        }
    }

    int port() {
        return server.port();
    }

    /// Whether the custom resources are watched, and the operator has written the status of each.
    boolean hasSeenAll() {
        return watches.get() >= resources.size() && statuses.size() == resources.size();
    }

    private void respond(ServerRequest request, ServerResponse response) throws IOException {
        Matcher path = PATH.matcher(request.path().path());
        boolean isKnown = path.matches();
        Method method = request.prologue().method();
        if (READS.contains(method)) {
            if (isKnown && path.group(2) == null) {
                send(response, Status.OK_200, list(path.group(1)));
            } else {
                Optional<ObjectNode> found = isKnown ? found(path.group(1), path.group(2)) : Optional.empty();
                send(response, found.isPresent() ? Status.OK_200 : Status.NOT_FOUND_404,
                        found.<JsonNode>map(resource -> resource)
                                .orElseGet(() -> status("Failure", "NotFound", 404)));
            }
        } else if (method.equals(Method.DELETE)) {
            send(response, Status.OK_200, status("Success", "Deleted", 200));
        } else {
            if (isKnown && "status".equals(path.group(3))) {
                statuses.add(path.group(1));
            }
            JsonNode written = mapper.readTree(request.content().as(byte[].class));
            written.withObject("metadata").put("uid", "uid-written").put("resourceVersion", "2");
            send(response, method.equals(Method.POST) ? Status.CREATED_201 : Status.OK_200, written);
        }
    }

    private JsonNode list(String kind) {
        ObjectNode list = mapper.createObjectNode().put("apiVersion", "v1").put("kind", "List");
        list.withObject("metadata").put("resourceVersion", "1");
        ArrayNode items = list.withArray("items");
        ofKind(kind).forEach(items::add);
        return list;
    }

    private Optional<ObjectNode> found(String kind, String name) {
        return ofKind(kind).filter(resource -> name.equals(resource.at("/metadata/name").textValue())).findFirst();
    }

    private Stream<ObjectNode> ofKind(String kind) {
        return resources.stream().filter(resource -> kind.equals(resource.path("kind").textValue().toLowerCase(
                Locale.ROOT) + "s"));
    }

    private JsonNode status(String status, String reason, int code) {
        return mapper.createObjectNode().put("apiVersion", "v1").put("kind", "Status").put("status", status)
                .put("reason", reason).put("code", code);
    }

    private static void send(ServerResponse response, Status status, JsonNode body) {
        response.status(status).header(HeaderNames.CONTENT_TYPE, JSON).send(body.toString());
    }

    @Override
    public void close() {
        server.stop();
    }
}
