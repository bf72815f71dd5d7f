package io.fareswarm.operator.kubernetes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClusterTest {
    private static final ConfigMap WANTED = new ConfigMapBuilder().withNewMetadata().withName("rush-run-1")
            .withNamespace("demo").endMetadata().build();

    /// Calls an API server that responds to every call with status 409.
    ///
    /// @param reason reason of its Status object
    private static void create(String reason) throws IOException {
        HttpServer api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/", exchange -> {
            byte[] body = """
                    {"kind":"Status","apiVersion":"v1","status":"Failure","message":"no","reason":"%s","code":409}"""
                    .formatted(reason).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(409, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        api.start();
        try (KubernetesClient client = new KubernetesClientBuilder().withConfig(new ConfigBuilder()
                .withMasterUrl("http://127.0.0.1:" + api.getAddress().getPort()).build()).build()) {
            new Cluster(client).create(WANTED);
        } finally {
            api.stop(0);
        }
    }

    @Test
    void anObjectThatExistsIsCreated() throws IOException {
        create("AlreadyExists");
        assertThat(WANTED.getMetadata().getUid()).isNull();
    }

    @Test
    void aConflictWithAnotherWriteIsAFailureBecauseNothingWasCreated() {
        assertThatThrownBy(() -> create("Conflict")).isInstanceOf(KubernetesClientException.class);
    }
}
