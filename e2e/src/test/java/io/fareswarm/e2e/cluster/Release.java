package io.fareswarm.e2e.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// A Helm release of the chart.
///
/// @param namespace namespace of its operator
/// @param name name of the release
public record Release(String name, String namespace) {
    /// Tag of scenarios that install releases of their own. They run last and without the shared release, because no
    /// namespace may have two operators.
    public static final String OWN = "own-release";
    /// The release that most scenarios share.
    public static final Release SHARED = new Release("fareswarm", "fareswarm-system");
    /// The DNS of the suite's own cluster, which runs on its node.
    private static final String DNS = """
            networkPolicy.workloads.dns=[{"to":[{"ipBlock":{"cidr":"10.99.0.1/32"}}],\
            "ports":[{"port":53,"protocol":"UDP"},{"port":53,"protocol":"TCP"}]}]""";
    private static boolean installed;

    /// Installs the shared release, with the page, if it is not installed yet.
    public static synchronized void shared() {
        if (!installed) {
            SHARED.createNamespace();
            SHARED.install(chart(), Stream.of(values().stream(), targets(), set("ui.enabled=true"))
                    .flatMap(options -> options).toList());
            installed = true;
        }
    }

    /// Targets that the shared release allows: the nodes, at whose addresses servers beside the suite listen, and a host whose
    /// address workers refuse nevertheless.
    private static Stream<String> targets() {
        List<String> nodes = new ArrayList<>();
        new Kubectl(SuiteEnvironment.admin(), "default").get("nodes").path("items").forEach(node -> nodes
                .add(node.at("/status/addresses/0/address").asText() + "/32"));
        return Stream.of("allowedCidrs={" + String.join(",", nodes) + "}", "allowedTargets={localhost}")
                .flatMap(Release::set);
    }

    /// Uninstalls the shared release if it is installed.
    public static synchronized void removeShared() {
        if (!SHARED.helm("list", "--short").isBlank()) {
            SHARED.uninstall();
        }
        installed = false;
    }

    public static Path chart() {
        return SuiteEnvironment.root().resolve("helm/fareswarm");
    }

    /// Helm options for every release of the suite.
    public static List<String> values() {
        return Stream
                .concat(SuiteEnvironment.prometheus().stream().flatMap(address -> set("prometheus.address=" + address)),
                        SuiteEnvironment.inside() ? Stream.of("--set-json", DNS) : Stream.of())
                .toList();
    }

    /// Name of the release's objects.
    public String fullName() {
        return name.contains("fareswarm") ? name : name + "-fareswarm";
    }

    public void createNamespace() {
        ScenarioNamespace.create(namespace);
    }

    /// Installs or upgrades the release and waits until its operators are ready.
    public void install(Path chart, List<String> options) {
        List<String> words = new ArrayList<>(List.of("upgrade", "--install", name, chart.toString(), "--wait",
                "--timeout", "180s"));
        words.addAll(options);
        helm(words.toArray(String[]::new));
    }

    /// Installs the release without rights for the whole cluster. An administrator installs the CRDs before.
    ///
    /// @param namespaces namespaces that the operator watches
    /// @param settings settings of the chart, each in the syntax of `--set`
    public void installFor(List<ScenarioNamespace> namespaces, String... settings) {
        new Kubectl(SuiteEnvironment.admin(), "default").run("apply", "--server-side", "--force-conflicts", "-f",
                chart() + "/files/crds");
        namespaces.getFirst().admin().attempt(helm("template", name, chart().toString(), "-s",
                "templates/rbac/user-edit-clusterrole.yaml").replace("name: " + name + "-", "name: kinds-")
                .replace("instance: \"" + name + "\"", "instance: \"kinds\""), "apply", "-f", "-").output();
        Until.holds(() -> assertThat(namespaces.getFirst().dev().attempt("", "auth", "can-i", "create", "faremodels")
                .succeeded()).isTrue());
        createNamespace();
        String names = namespaces.stream().map(ScenarioNamespace::name).collect(Collectors.joining(","));
        install(chart(), Stream.of(values().stream(), Stream.of("crds.install=false",
                "watchNamespaces={" + names + "}").flatMap(Release::set), Stream.of(settings).flatMap(Release::set))
                .flatMap(part -> part).toList());
    }

    private static Stream<String> set(String value) {
        return Stream.of("--set", value);
    }

    public void uninstall() {
        helm("uninstall", name, "--wait", "--timeout", "120s");
    }

    public String helm(String... arguments) {
        return Command.run("", Stream.of(SuiteEnvironment.helm().stream(), Stream.of("--namespace", namespace),
                Stream.of(arguments)).flatMap(part -> part).toList()).output();
    }

    public Kubectl kubectl() {
        return new Kubectl(SuiteEnvironment.admin(), namespace);
    }

    /// Names of the operator pods.
    public List<String> operators() {
        return kubectl().names("pods", "-l", "app.kubernetes.io/component=operator");
    }

    /// Name of the pod that has the Lease.
    public String leader() {
        return kubectl().get("lease", fullName()).at("/spec/holderIdentity").asText();
    }

    /// Force-deletes operator pods (grace period 0).
    public void forceDelete(List<String> pods) {
        pods.forEach(pod -> kubectl().run("delete", "--force", "--grace-period=0", "--wait=false",
                pod.startsWith("pod/") ? pod : "pod/" + pod));
    }

    /// Reference of one of the release's images.
    ///
    /// @param variable environment variable of the operator that contains the reference
    public String image(String variable) {
        for (var entry : kubectl().get("deployment", fullName()).at("/spec/template/spec/containers/0/env")) {
            if (entry.path("name").asText().equals(variable)) {
                return entry.path("value").asText();
            }
        }
        throw new AssertionError("expected " + variable + " in the operator's environment, found none");
    }
}
