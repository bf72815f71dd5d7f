package io.fareswarm.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.Place;
import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.Shop;
import io.fareswarm.e2e.cluster.Shop.Order;
import io.fareswarm.e2e.cluster.Space;
import io.fareswarm.e2e.cluster.Target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// A service that is no model: under TLS, with rows of data and a secret, and one that is so bad that its test ends itself.
@org.junit.jupiter.api.Order(7)
class AnyServiceTest {
    private static final String TOKEN = "no-eye-has-seen-it";

    @TempDir
    Path folder = Path.of("");

    @BeforeAll
    static void installed() {
        Release.shared();
    }

    @Test
    void aServiceUnderTlsIsSwarmedWithRowsAndASecret() throws IOException, GeneralSecurityException {
        assumeTrue(Place.inside(), "a cluster elsewhere does not reach a server beside the suite");
        try (Space space = new Space("shop"); Shop shop = new Shop(space, folder)) {
            space.dev().run("create", "secret", "generic", "shop", "--from-literal=token=" + TOKEN);
            space.dev().run("create", "configmap", "items",
                    "--from-literal=items.csv=id,name\n1,chair\n2,\"lamp, red\"");

            space.dev().apply(Manifest.loadTest("rush", "duration: 4s", "target: {url: 'https://shop', tls: {"
                    + "ca: {configMap: {name: authority, key: ca.crt}}, clientCertificate: {secret: client}}}",
                    "tasks: [{name: order, request: {method: POST, path: /orders, body: {template: '#{data.id} #{data.name}'},"
                            + " data: {configMap: {name: items, key: items.csv}, order: sequential},"
                            + " headers: [{name: X-Token, value: 'is #{secret}', secret: {name: shop, key: token}}]},"
                            + " expect: {status: ['201'], jsonPointer: {pointer: /state, equals: taken}}}]"));
            JsonNode test = Asserts.ends(space, "rush");

            assertThat(Asserts.failures(test)).as(test.at("/status/result/errors").toString()).isZero();
            List<Order> orders = shop.orders();
            assertThat(orders).hasSize(200).extracting(Order::token).containsOnly("is " + TOKEN);
            assertThat(orders).extracting(Order::body).containsOnly("1 chair", "2 lamp, red");
            assertThat(orders).filteredOn(order -> order.body().equals("1 chair")).hasSize(100);
            assertThat(Asserts.requests(test)).isEqualTo(200);
            assertThat(space.dev().run("get", "loadtests,configmaps,events", "-o", "yaml")).doesNotContain(TOKEN);
            assertThat(Release.SHARED.kubectl().run("logs", "deployment/" + Release.SHARED.fullName(), "--all-pods"))
                    .contains(space.name()).doesNotContain(TOKEN);
        }
    }

    @Test
    void aBrokenWindowEndsTheTestAndIsNamed() {
        try (Space space = new Space("abort")) {
            Target target = Target.in(space);
            space.dev().apply(Manifest.loadTest("rush", Target.URL, "duration: 1h",
                    "tasks: [{name: broken, request: {method: POST, path: /predict, body: {ride: {drop: 1}}}}]",
                    "thresholds: [{name: errors, failureRatio: {max: 5%}, window: 2s, abort: {after: 1s}}]"));

            JsonNode test = Asserts.ends(space, "rush");

            assertThat(Asserts.reason(test, "Complete")).isEqualTo("ThresholdFailed");
            // The first window that begins after one second.
            assertThat(Asserts.message(test, "Complete")).contains("threshold errors: ", "100% from 2s to 4s");
            Asserts.hasVerdict(test, "Failed");
            assertThat(Asserts.requests(test)).isEqualTo(target.answered()).isGreaterThanOrEqualTo(200);
            assertThat(Asserts.failures(test)).isEqualTo(Asserts.requests(test));
        }
    }
}
