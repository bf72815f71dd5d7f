package io.fareswarm.operator.cluster;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClusterScopeTest {
    private static final String EDITOR = "system:serviceaccount:team-a:editor";

    private static ClusterScope scope(boolean only, String... namespaces) {
        return new ClusterScope(List.of(namespaces), "default", only, true);
    }

    @Test
    void aServiceAccountsNamespaceIsShownToIt() {
        assertThat(scope(false).of(EDITOR).namespaces()).containsExactly("team-a");
        assertThat(scope(false, "b").of(EDITOR).namespaces()).containsExactly("b", "team-a");
        assertThat(scope(false, "team-a").of(EDITOR).namespaces()).containsExactly("team-a");
    }

    @Test
    void aUserOfNoNamespaceSeesThoseOfTheSettings() {
        assertThat(scope(false, "b").of("jane").namespaces()).containsExactly("b");
        assertThat(scope(false, "b").of("system:serviceaccount").namespaces()).containsExactly("b");
    }

    @Test
    void aPageOfSomeNamespacesNeverShowsOthers() {
        assertThat(scope(true, "b").of(EDITOR).namespaces()).containsExactly("b");
    }
}
