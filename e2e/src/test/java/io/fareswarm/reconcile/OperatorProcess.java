package io.fareswarm.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.jspecify.annotations.Nullable;

import io.fareswarm.e2e.cluster.Command;
import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.SuiteEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/// The process of the operator, with the rights that the chart gives to its ServiceAccount. The tests of this package share
/// one process. A test may kill it and start the next.
public final class OperatorProcess implements AutoCloseable {
    /// Client with the administrator's rights.
    public static final KubernetesClient ADMIN = new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder().withClientKeyAlgo("EC").build()).build();
    /// Name of the operator's user on the API server.
    static final String USER = "system:serviceaccount:fareswarm:fareswarm";

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static @Nullable OperatorProcess current;

    private final ChildProcess process;
    private final URI page;

    private OperatorProcess(String name, Path kubeconfig, Map<String, String> settings) {
        int port = freePort();
        page = URI.create("http://127.0.0.1:" + port + "/");
        Map<String, String> environment = new HashMap<>(Map.of("KUBECONFIG", kubeconfig.toString(), "FARESWARM_PORT",
                Integer.toString(port), "FARESWARM_MODEL_IMAGE", "fareswarm/model-server:test",
                "FARESWARM_LOADGEN_IMAGE", "fareswarm/loadgen:test", "FARESWARM_ALLOWED_CIDRS",
                "127.0.0.0/8,10.20.0.0/16", "FARESWARM_LIMITS",
                "{\"perNamespace\":{\"trainings\":2,\"runs\":3,\"workers\":50}}"));
        environment.putAll(settings);
        process = new ChildProcess(Programs.java("operator", "io.fareswarm.operator.kubernetes.OperatorMain"),
                environment, Programs.folder().resolve(name + ".log"));
    }

    /// Starts a process of its own, without waiting until it is ready. The chart has to be [installed][#install].
    ///
    /// @param name name of its log
    /// @param server address of the API server, or of a proxy before it
    /// @param settings variables that are added to its environment
    public static OperatorProcess start(String name, URI server, Map<String, String> settings) {
        return new OperatorProcess(name, kubeconfig(name, "server: \"%s\"".formatted(server)), settings);
    }

    /// The running process. The first call installs the chart and starts the process.
    static synchronized OperatorProcess running() {
        if (current == null) {
            install();
            current = started();
        }
        return current;
    }

    /// Kills the process, like a failing node.
    static synchronized void kill() {
        running().close();
    }

    /// Kills this process.
    @Override
    public void close() {
        process.close();
    }

    /// Starts the next process after [#kill].
    static synchronized void restart() {
        current = started();
    }

    private static OperatorProcess started() {
        Config config = ADMIN.getConfiguration();
        OperatorProcess operator = new OperatorProcess("operator",
                kubeconfig("operator", "server: \"%s\", certificate-authority-data: %s"
                        .formatted(config.getMasterUrl(), config.getCaCertData())),
                Map.of());
        TestNamespace.holds(() -> assertThat(operator.isReady()).isTrue());
        return operator;
    }

    /// The lines that the operators logged about the resources of a namespace.
    static List<JsonNode> log(TestNamespace space) {
        try (Stream<String> lines = Files.lines(Programs.folder().resolve("operator.log"))) {
            return lines.filter(line -> line.startsWith("{") && line.endsWith("}")).map(Kubectl::read)
                    .filter(line -> line.path("namespace").asText().equals(space.name())).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether the process has ended by itself.
    public boolean hasEnded() {
        return process.hasEnded();
    }

    /// Whether the process has read its caches, or is a standby.
    public boolean isReady() {
        return !get("health/ready").isEmpty();
    }

    /// Number of successful reconciliations of a controller.
    long reconciliations(String controller) {
        return get("metrics").lines()
                .filter(line -> line.startsWith("operator_sdk_controllers_execution_reconcile_success_total{"))
                .filter(line -> line.contains("controller=\"" + controller + "\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    String get(String path) {
        try {
            HttpResponse<String> response = HTTP.send(
                    HttpRequest.newBuilder(page.resolve(path)).timeout(Duration.ofSeconds(5)).build(),
                    BodyHandlers.ofString());
            return response.statusCode() == 200 ? response.body() : "";
        } catch (IOException _) {
            return ""; // not yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Removes the operator's right to use a verb on a resource, while a function runs.
    static <T> T without(String verb, String resource, Supplier<T> test) {
        var role = ADMIN.rbac().clusterRoles().withName("fareswarm");
        List<PolicyRule> before = role.get().getRules();
        role.edit(less -> {
            less.getRules().stream().filter(rule -> rule.getResources().contains(resource))
                    .forEach(rule -> rule.getVerbs().remove(verb));
            return less;
        });
        try {
            return test.get();
        } finally {
            role.edit(whole -> {
                whole.setRules(before);
                return whole;
            });
        }
    }

    /// Installs the chart without the operator's Deployment.
    public static void install() {
        Command.run("", List.of("kubectl", "create", "namespace", "fareswarm")).output();
        String chart = Command.run("", List.of("helm", "template", "fareswarm",
                SuiteEnvironment.root().resolve("helm/fareswarm").toString(), "--namespace", "fareswarm", "--no-hooks"))
                .output();
        Command.run(chart, List.of("kubectl", "apply", "--server-side", "-f", "-")).output();
        Command.run("", List.of("kubectl", "wait", "--for=condition=Established", "crd", "--all")).output();
    }

    /// A kubeconfig with a token of the operator's ServiceAccount.
    ///
    /// @param name name of the file
    /// @param cluster fields of the cluster in the kubeconfig
    private static Path kubeconfig(String name, String cluster) {
        String token = ADMIN.serviceAccounts().inNamespace("fareswarm").withName("fareswarm")
                .tokenRequest(new TokenRequestBuilder().withNewSpec().withExpirationSeconds(86400L).endSpec().build())
                .getStatus().getToken();
        try {
            return Files.writeString(Programs.folder().resolve(name + ".kubeconfig"), """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: api, cluster: {%s}}]
                    users: [{name: operator, user: {token: %s}}]
                    contexts: [{name: api, context: {cluster: api, user: operator}}]
                    current-context: api
                    """.formatted(cluster, token));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
