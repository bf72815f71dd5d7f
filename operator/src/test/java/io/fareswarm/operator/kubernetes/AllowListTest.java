package io.fareswarm.operator.kubernetes;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AllowListTest {
    private static final AllowList EMPTY = new AllowList(List.of());

    @ParameterizedTest
    @ValueSource(strings = {"http://shop", "http://shop:8080/base", "http://shop.fares.svc",
            "http://shop.fares.svc.cluster.local:80"})
    void aServiceOfTheSameNamespaceIsAllowed(String address) {
        assertThat(EMPTY.refusal("spec.target.url", address, "fares")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://shop.other", "http://shop.other.svc", "http://example.com", "http://10.96.0.1",
            "http://[::1]:8000", "http://shop.fares.svc.example.com", "http://shop.faresx", "http://169.254.169.254/a",
            "http://shop.fares.example.com", "http://shop.fares", "http://a_b/x", "http://shop/%zz",
            "http://kubernetes.default.svc"})
    void everyOtherHostIsRejected(String address) {
        assertThat(EMPTY.refusal("spec.target.url", address, "fares")).isPresent();
    }

    @Test
    void allowedHostsAndSubdomainsOfAllowedDomainsAreAllowed() {
        AllowList some = new AllowList(List.of("api.example.com", "*.shop.test"));
        assertThat(some.refusal("f", "https://api.example.com/x", "fares")).isEmpty();
        assertThat(some.refusal("f", "http://API.example.com", "fares")).isEmpty();
        assertThat(some.refusal("f", "http://a.b.shop.test", "fares")).isEmpty();
        assertThat(some.refusal("f", "http://shop.test", "fares")).isPresent();
        assertThat(some.refusal("f", "http://evilapi.example.com", "fares")).isPresent();
    }

    @Test
    void aRejectionStatesTheExpectedAndTheFoundHost() {
        assertThat(EMPTY.refusal("spec.target.url", "http://example.com:81/a", "fares")).contains(
                "spec.target.url: expected a Service of namespace fares (the operator's list of allowed targets is"
                        + " empty), found example.com");
    }
}
