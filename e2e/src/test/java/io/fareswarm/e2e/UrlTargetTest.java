package io.fareswarm.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.ScenarioNamespace;
import io.fareswarm.e2e.cluster.SharedRelease;
import io.fareswarm.e2e.cluster.SuiteEnvironment;
import io.fareswarm.e2e.cluster.TargetServer;
import io.fareswarm.e2e.cluster.TlsTargetServer;
import io.fareswarm.e2e.cluster.TlsTargetServer.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Scenarios of targets with a URL: a TLS service with rows of data and a secret, and a service whose failures end the
/// run early.
@ExtendWith(SharedRelease.class)
@org.junit.jupiter.api.Order(7)
class UrlTargetTest {
    private static final String TOKEN = "no-eye-has-seen-it";

    @TempDir
    Path folder = Path.of("");

    @Test
    void aTlsServiceIsTestedWithRowsOfDataAndASecret() throws IOException, GeneralSecurityException {
        assumeTrue(SuiteEnvironment.inside(), "a cluster elsewhere does not reach a server beside the suite");
        try (ScenarioNamespace namespace = new ScenarioNamespace("shop");
                TlsTargetServer shop = new TlsTargetServer(namespace, folder)) {
            namespace.dev().run("create", "secret", "generic", "shop", "--from-literal=token=" + TOKEN);
            namespace.dev().run("create", "configmap", "items",
                    "--from-literal=items.csv=id,name\n1,chair\n2,\"lamp, red\"");

            // A low rate: a TLS handshake takes a worker that has just started up to 100 ms of CPU time.
            namespace.dev().apply(Manifest.loadTest("rush", "duration: 20s", "load: {arrivals: {rate: 10}}",
                    "target: {url: 'https://shop', tls: {"
                            + "ca: {configMap: {name: authority, key: ca.crt}}, clientCertificate: {secret: client}}}",
                    "tasks: [{name: order, request: {method: POST, path: /orders, body: {template: '#{data.id} #{data.name}'},"
                            + " data: {configMap: {name: items, key: items.csv}, order: sequential},"
                            + " headers: [{name: X-Token, value: 'is #{secret}', secret: {name: shop, key: token}}]},"
                            + " expect: {status: ['201'], jsonPointer: {pointer: /state, equals: taken}}}]"));
            JsonNode test = Asserts.awaitEnd(namespace, "rush");

            assertThat(Asserts.failures(test)).as(test.at("/status/result/errors").toString()).isZero();
            List<Order> orders = shop.orders();
            assertThat(orders).hasSize(200).extracting(Order::token).containsOnly("is " + TOKEN);
            assertThat(orders).extracting(Order::body).containsOnly("1 chair", "2 lamp, red");
            assertThat(orders).filteredOn(order -> order.body().equals("1 chair")).hasSize(100);
            assertThat(Asserts.requests(test)).isEqualTo(200);
            assertThat(namespace.dev().run("get", "loadtests,configmaps,events", "-o", "yaml")).doesNotContain(TOKEN);
            assertThat(Release.SHARED.kubectl().run("logs", "deployment/" + Release.SHARED.fullName(), "--all-pods"))
                    .contains(namespace.name()).doesNotContain(TOKEN);
        }
    }

    @Test
    void aServiceIsATargetUnderEachOfItsNames() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("names")) {
            TargetServer.in(namespace);
            Map<String, String> hosts = Map.of("short", "target." + namespace.name(), "absolute",
                    "target.%s.svc.cluster.local.".formatted(namespace.name()));
            hosts.forEach((name, host) -> {
                namespace.dev().apply(Manifest.loadTest(name, "target: {url: \"http://%s\"}".formatted(host),
                        "duration: 2s", TargetServer.TASKS));
                JsonNode test = Asserts.awaitEnd(namespace, name);
                Asserts.assertVerdict(test, "Passed");
                assertThat(Asserts.requests(test)).isEqualTo(100);
            });
        }
    }

    @Test
    void aFailedWindowWithAbortEndsTheRunAndIsReported() {
        try (ScenarioNamespace namespace = new ScenarioNamespace("abort")) {
            TargetServer target = TargetServer.in(namespace);
            namespace.dev().apply(Manifest.loadTest("rush", TargetServer.URL, "duration: 1h",
                    "tasks: [{name: broken, request: {method: POST, path: /predict, body: {ride: {drop: 1}}}}]",
                    "thresholds: [{name: errors, failureRatio: {max: 5%}, window: 2s, abort: {after: 1s}}]"));

            JsonNode test = Asserts.awaitEnd(namespace, "rush");

            assertThat(Asserts.reason(test, "Complete")).isEqualTo("ThresholdFailed");
            // The expected window is the first one that begins after one second.
            assertThat(Asserts.message(test, "Complete")).contains("threshold errors: ", "100% from 2s to 4s");
            Asserts.assertVerdict(test, "Failed");
            assertThat(Asserts.requests(test)).isEqualTo(target.responses()).isGreaterThanOrEqualTo(200);
            assertThat(Asserts.failures(test)).isEqualTo(Asserts.requests(test));
        }
    }
}
