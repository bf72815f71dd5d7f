package io.fareswarm.operator.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests of a watch on an API server that ends its watches and rejects lists.
class ResourceWatchTest {
    private static final String GONE = """
            {"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure","code":410,\
            "reason":"Expired","message":"too old resource version"}}
            """;
    private static final ResourceWatch.Selection ALL = new ResourceWatch.Selection("", 10,
            object -> object.at("/metadata/creationTimestamp").asText());

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger lists = new AtomicInteger();
    private final BlockingQueue<String> watchedFrom = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setExecutor(threads);
        server.createContext("/", this::respond);
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    /// The first watch ends with 410, the second list is rejected, the third list's watch delivers an object.
    private void respond(HttpExchange exchange) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        if (!query.contains("watch=true")) {
            int list = lists.incrementAndGet();
            send(exchange, list == 2 ? 500 : 200, list == 2
                    ? "{\"kind\":\"Status\",\"code\":500,\"message\":\"etcd is away\"}"
                    : "{\"metadata\":{\"resourceVersion\":\"%d\"},\"items\":[%s]}".formatted(list,
                            test("list" + list)));
            return;
        }
        if ("websocket".equals(exchange.getRequestHeaders().getFirst("Upgrade"))) {
            send(exchange, 200, "");
            return;
        }
        watchedFrom.add(query.replaceFirst(".*resourceVersion=([0-9]+).*", "$1"));
        if (lists.get() == 1) {
            send(exchange, 200, GONE);
            return;
        }
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody()
                .write("{\"type\":\"ADDED\",\"object\":%s}\n".formatted(test("watched"))
                        .getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private static String test(String name) {
        return "{\"apiVersion\":\"fareswarm.io/v1beta1\",\"kind\":\"LoadTest\",\"metadata\":{\"name\":\"%s\"}}"
                .formatted(name);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Test
    void aWatchThatIsLostBeginsAnewWithAListAndFromItsVersion() throws Exception {
        ResourceWatch.Receiver receiver = new ResourceWatch.Receiver() {
            @Override
            public void replace(List<ObjectNode> objects) {
                objects.forEach(one -> received.add("all: " + one.at("/metadata/name").asText()));
            }

            @Override
            public void put(ObjectNode object) {
                received.add("put: " + object.at("/metadata/name").asText());
            }

            @Override
            public void remove(ObjectNode object) {
                received.add("removed");
            }
        };
        try (ApiServer api = new ApiServer(new ConfigBuilder().withAutoConfigure(false)
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort()).build());
                ResourceWatch _ = new ResourceWatch(api, PageKind.LoadTest, "", ALL, receiver)) {
            assertThat(next(received)).isEqualTo("all: list1");
            assertThat(next(received)).isEqualTo("all: list3");
            assertThat(next(received)).isEqualTo("put: watched");
            assertThat(next(watchedFrom)).isEqualTo("1");
            assertThat(next(watchedFrom)).isEqualTo("3");
        }
    }

    private static @Nullable String next(BlockingQueue<String> queue) throws InterruptedException {
        return queue.poll(1, TimeUnit.MINUTES);
    }
}
