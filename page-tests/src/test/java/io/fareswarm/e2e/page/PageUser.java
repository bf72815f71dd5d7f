package io.fareswarm.e2e.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.ScenarioNamespace;
import io.fareswarm.e2e.cluster.Until;

import static org.assertj.core.api.Assertions.assertThat;

/// A user of the page: a ServiceAccount of a scenario's namespace.
///
/// @param role the user's only ClusterRole, in this namespace; also the ServiceAccount's name
record PageUser(ScenarioNamespace namespace, String role) {
    /// Creates a user.
    static PageUser with(String role, ScenarioNamespace namespace) {
        namespace.admin().run("create", "serviceaccount", role);
        namespace.admin().run("create", "rolebinding", role, "--clusterrole=" + role,
                "--serviceaccount=" + namespace.name() + ":" + role);
        return new PageUser(namespace, role);
    }

    /// The name that the API server gives the user.
    String name() {
        return "system:serviceaccount:" + namespace.name() + ":" + role;
    }

    /// A token that is valid for an hour.
    String token() {
        return namespace.admin().run("create", "token", role);
    }

    /// A token that is valid until a Secret is deleted.
    String tokenBoundTo(String secret) {
        namespace.admin().run("create", "secret", "generic", secret);
        return namespace.admin().run("create", "token", role, "--bound-object-kind=Secret",
                "--bound-object-name=" + secret);
    }

    /// Waits until the API server rejects a token. It accepts a token some seconds longer than it is valid.
    void awaitRejected(Path folder, String token) throws IOException {
        String config = kubeconfig(folder, token).toString();
        Until.holds(() -> assertThat(
                namespace.admin().attempt("", "--kubeconfig", config, "auth", "whoami").succeeded()).isFalse());
    }

    /// Writes a kubeconfig with a token and this namespace.
    ///
    /// @param folder for the file
    Path kubeconfig(Path folder, String token) throws IOException {
        ObjectNode config = (ObjectNode) Kubectl
                .read(namespace.admin().run("config", "view", "--minify", "--raw", "--flatten", "-o", "json"));
        ((ObjectNode) config.at("/users/0")).putObject("user").put("token", token.strip());
        ((ObjectNode) config.at("/contexts/0/context")).put("namespace", namespace.name());
        return Files.writeString(folder.resolve("kubeconfig"), config.toString());
    }

    /// The API server's reason for refusing a LoadTest of the user.
    ///
    /// @param verb `create`, `patch` or `delete`
    String refusal(String verb) {
        return "User \"%s\" cannot %s resource \"loadtests\" in API group \"fareswarm.io\" in the namespace \"%s\""
                .formatted(name(), verb, namespace.name());
    }
}
