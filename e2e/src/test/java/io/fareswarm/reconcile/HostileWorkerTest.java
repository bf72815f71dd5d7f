package io.fareswarm.reconcile;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.fareswarm.e2e.cluster.Manifest;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests pods of a user's own that claim to be workers of a run, and respond to every call with 63 MiB.
class HostileWorkerTest {
    private static final String RUN = "rush-run-1";
    private static final int BODY_BYTES = 63 << 20;

    private final AtomicInteger calls = new AtomicInteger();
    private final String address = "127.%d.%d.250".formatted(ThreadLocalRandom.current().nextInt(1, 255),
            ThreadLocalRandom.current().nextInt(255));
    @SuppressWarnings("NullAway.Init")
    private HttpServer hostile;
    @SuppressWarnings("NullAway.Init")
    private HttpServer target;

    @BeforeEach
    void serve() throws IOException {
        hostile = HttpServer.create(new InetSocketAddress(address, 8080), 100);
        hostile.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        hostile.createContext("/", exchange -> {
            calls.incrementAndGet();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, BODY_BYTES);
            try (exchange; OutputStream out = exchange.getResponseBody()) {
                byte[] part = new byte[1 << 16];
                for (int sent = 0; sent < BODY_BYTES; sent += part.length) {
                    out.write(part);
                }
            }
        });
        hostile.start();
        target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        target.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        target.start();
    }

    @AfterEach
    void stop() {
        hostile.stop(0);
        target.stop(0);
    }

    private String loadTest() {
        return Manifest.loadTest("rush",
                "target: {url: \"http://127.0.0.1:%d\"}".formatted(target.getAddress().getPort()),
                "tasks: [{name: get, request: {path: /}}]", "duration: 2s");
    }

    private static void assertWholeResult(TestNamespace space) {
        space.awaitPhase("rush", "Finished");
        JsonNode test = space.loadTest("rush");
        assertThat(test.at("/status/verdict").asText()).as(test.path("status").toString()).isEqualTo("Passed");
        assertThat(test.at("/status/result/requests").asLong()).isEqualTo(100);
    }

    @Test
    void aPodThatOnlyRefersToTheRunsJobIsNoWorker() {
        TestNamespace space = TestNamespace.of("forged");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            space.create(loadTest());
            Job job = space.await(Job.class, RUN);
            node.forge(job, "mine", 0, address);
            node.forge(job, RUN + "-2-abcde", 2, address);

            node.startWorkers(job);

            assertWholeResult(space);
            assertThat(calls).hasValue(0);
            assertThat(space.find(Pod.class, "mine")).isPresent();
        }
    }

    @Test
    void aForgedWorkerIsCalledOnceAndNamedAndDeleted() {
        TestNamespace space = TestNamespace.of("hostile");
        try (SimulatedCluster node = new SimulatedCluster(space)) {
            space.create(loadTest());
            Job job = space.await(Job.class, RUN);
            node.forge(job, RUN + "-0-abcde", 0, address);

            space.awaitGone(Pod.class, RUN + "-0-abcde");
            assertThat(calls).hasValue(1);
            TestNamespace.holds(() -> assertThat(space.events("rush")).contains("WorkerQuarantined"));
            node.startWorkers(job);

            assertWholeResult(space);
            assertThat(calls).hasValue(1);
        }
    }
}
