package io.fareswarm.e2e.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// A release of the chart.
///
/// @param name its own
/// @param namespace where its operator is
public record Release(String name, String namespace) {
    /// Tags scenarios with releases of their own: they come after all others, when the shared release is gone, since no
    /// namespace may have two operators.
    public static final String OWN = "own-release";
    /// The one that most scenarios share.
    public static final Release SHARED = new Release("fareswarm", "fareswarm-system");
    private static boolean installed;

    /// Installs the release that scenarios share, once.
    public static synchronized void shared() {
        if (!installed) {
            SHARED.createNamespace();
            SHARED.install(chart(), values());
            installed = true;
        }
    }

    /// Removes it, if it is there: the scenarios that come after have releases of their own.
    public static synchronized void removeShared() {
        if (!SHARED.helm("list", "--short").isBlank()) {
            SHARED.uninstall();
        }
        installed = false;
    }

    public static Path chart() {
        return Place.root().resolve("helm/fareswarm");
    }

    /// What every release of the suite is told.
    public static List<String> values() {
        return Place.prometheus().map(address -> List.of("--set", "prometheus.address=" + address)).orElse(List.of());
    }

    /// The name of its objects.
    public String fullName() {
        return name.contains("fareswarm") ? name : name + "-fareswarm";
    }

    public void createNamespace() {
        Space.create(namespace);
    }

    /// Installs or upgrades it and waits until its operators are ready.
    public void install(Path chart, List<String> options) {
        List<String> words = new ArrayList<>(List.of("upgrade", "--install", name, chart.toString(), "--wait",
                "--timeout", "180s"));
        words.addAll(options);
        helm(words.toArray(String[]::new));
    }

    /// Installs it without a right for the whole cluster, as an administrator prepares that and a team does it.
    ///
    /// @param spaces that it watches
    /// @param settings of the chart, each as `--set` takes it
    public void installFor(List<Space> spaces, String... settings) {
        new Kubectl(Place.admin(), "default").run("apply", "--server-side", "--force-conflicts", "-f",
                chart() + "/files/crds");
        spaces.getFirst().admin().attempt(helm("template", name, chart().toString(), "-s",
                "templates/rbac/user-edit-clusterrole.yaml").replace("name: " + name + "-", "name: kinds-")
                .replace("instance: \"" + name + "\"", "instance: \"kinds\""), "apply", "-f", "-").output();
        Until.holds(() -> assertThat(spaces.getFirst().dev().attempt("", "auth", "can-i", "create", "faremodels")
                .succeeded()).isTrue());
        createNamespace();
        String names = spaces.stream().map(Space::name).collect(Collectors.joining(","));
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
        return Command.run("", Stream.of(Place.helm().stream(), Stream.of("--namespace", namespace),
                Stream.of(arguments)).flatMap(part -> part).toList()).output();
    }

    public Kubectl kubectl() {
        return new Kubectl(Place.admin(), namespace);
    }

    /// The operator's pods.
    public List<String> operators() {
        return kubectl().names("pods", "-l", "app.kubernetes.io/component=operator");
    }

    /// The pod that leads now.
    public String leader() {
        return kubectl().get("lease", fullName()).at("/spec/holderIdentity").asText();
    }

    /// Ends operators as a broken node does: without a word.
    public void kill(List<String> pods) {
        pods.forEach(pod -> kubectl().run("delete", "--force", "--grace-period=0", "--wait=false",
                pod.startsWith("pod/") ? pod : "pod/" + pod));
    }

    /// The reference of one of its images.
    ///
    /// @param variable of the operator's environment that holds it
    public String image(String variable) {
        for (var entry : kubectl().get("deployment", fullName()).at("/spec/template/spec/containers/0/env")) {
            if (entry.path("name").asText().equals(variable)) {
                return entry.path("value").asText();
            }
        }
        throw new AssertionError("expected " + variable + " in the operator's environment, found none");
    }
}
