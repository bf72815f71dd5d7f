package io.fareswarm.reconcile;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Manifest;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests which targets the operator allows, with the Services and endpoints of a real API server.
class TargetTest {
    private static final String RUN = "rush-run-1";

    private static String loadTest(String url) {
        return Manifest.loadTest("rush", "target: {url: \"%s\"}".formatted(url), RejectionTest.TASKS);
    }

    private static String service(String spec) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: shop}
                spec: {%s}
                """.formatted(spec);
    }

    private static String slice(String name, String address) {
        return """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: %s, labels: {kubernetes.io/service-name: shop}}
                addressType: IPv4
                ports: [{port: 8080}]
                endpoints: [{addresses: ["%s"]}]
                """.formatted(name, address);
    }

    private static void pod(TestNamespace space, String name, String address) {
        Pod pod = new PodBuilder().withNewMetadata().withName(name).addToLabels("app", "shop").endMetadata()
                .withNewSpec()
                .withNodeName("node").addNewContainer().withName("server").withImage("server").endContainer().endSpec()
                .build();
        space.create(pod);
        OperatorProcess.ADMIN.pods().inNamespace(space.name()).withName(name)
                .editStatus(created -> new PodBuilder(created).withStatus(new PodStatusBuilder().withPhase("Running")
                        .withPodIP(address).addNewPodIP(address).build()).build());
    }

    private static void assertRejected(TestNamespace space, String... words) {
        space.awaitPhase("rush", "Error");
        JsonNode complete = Kubectl.condition(space.loadTest("rush"), "Complete");
        assertThat(complete.path("reason").asText()).isEqualTo("TargetRejected");
        assertThat(complete.path("message").asText()).startsWith("spec.target.url: expected ").contains(words);
        assertThat(space.find(Job.class, RUN)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080", "http://169.254.169.254", "http://[::1]:8080",
            "http://shop.default.svc",
            "http://kubernetes.default"})
    void anAddressThatNoServiceCanMakeRightIsRejected(String url) {
        TestNamespace space = TestNamespace.of("address");
        space.create(loadTest(url));
        assertRejected(space, ", found ");
    }

    @Test
    void anExternalNameIsRejected() {
        TestNamespace space = TestNamespace.of("external");
        space.create(service("type: ExternalName, externalName: kubernetes.default.svc.cluster.local"));
        space.create(loadTest("http://shop"));
        assertRejected(space, "found shop of the type ExternalName, which stands for the host"
                + " kubernetes.default.svc.cluster.local");
    }

    @Test
    void anEndpointOutsideTheNamespaceIsRejected() {
        TestNamespace space = TestNamespace.of("outside");
        pod(space, "server", "10.1.0.1");
        space.create(service("ports: [{port: 80}]"));
        space.create(slice("inside", "10.1.0.1"));
        space.create(slice("outside", "10.1.0.2"));
        space.create(loadTest("http://shop.%s.svc".formatted(space.name())));
        assertRejected(space, "expected endpoints of the Service shop that are pods of namespace " + space.name()
                + ", found 10.1.0.2; ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://shop", "http://shop.", "http://shop.%s", "http://shop.%s.", "http://shop.%s.svc",
            "http://shop.%s.svc.cluster.local:80/base", "http://SHOP.%s.svc.cluster.local."})
    void everyNameOfAServiceWithPodsOfTheNamespaceIsAllowed(String url) {
        TestNamespace space = TestNamespace.of("inside");
        pod(space, "server", "10.1.0.1");
        space.create(service("ports: [{port: 80}]"));
        space.create(slice("inside", "10.1.0.1"));
        space.create(loadTest(url.formatted(space.name())));
        space.await(Job.class, RUN);
        assertThat(space.loadTest("rush").at("/status/target/url").asText()).isEqualTo(url.formatted(space.name()));
    }

    @Test
    void anEndpointInAnAllowedRangeIsAllowed() {
        TestNamespace space = TestNamespace.of("range");
        space.create(service("ports: [{port: 80}]"));
        space.create(slice("outside", "10.20.0.1"));
        space.create(loadTest("http://shop"));
        space.await(Job.class, RUN);
    }

    @Test
    void anEndpointThatTheSelectorDoesNotSelectIsWaitedForUntilItIsGone() {
        TestNamespace space = TestNamespace.of("handmade");
        pod(space, "server", "10.1.0.1");
        space.create(service("selector: {app: shop}, ports: [{port: 80}]"));
        space.create(slice("made-by-hand", "10.1.0.2"));
        space.create(loadTest("http://shop"));
        space.awaitMessage("rush", "Progressing", "found 10.1.0.2; its EndpointSlices are out of date");
        assertThat(space.find(Job.class, RUN)).isEmpty();
        OperatorProcess.ADMIN.discovery().v1().endpointSlices().inNamespace(space.name()).withName("made-by-hand")
                .delete();
        space.await(Job.class, RUN);
    }

    @Test
    void aNameWithoutAServiceIsWaitedForAndNothingIsWrittenMeanwhile() {
        TestNamespace space = TestNamespace.of("later");
        space.create(loadTest("http://metadata"));
        space.awaitMessage("rush", "Progressing", "spec.target.url: expected a Service metadata in namespace "
                + space.name() + ", found none; create it, or let the administrator add the host to allowedTargets");
        List<String> before = NoRedundantWritesTest.writes(space);
        long done = OperatorProcess.running().reconciliations("loadtest");
        TestNamespace.holds(
                () -> assertThat(OperatorProcess.running().reconciliations("loadtest")).isGreaterThan(done));
        assertThat(NoRedundantWritesTest.writes(space)).isEqualTo(before);
        assertThat(space.find(Job.class, RUN)).isEmpty();

        space.create(service("ports: [{port: 80}]").replace("name: shop", "name: metadata"));
        space.await(Job.class, RUN);
    }

    @Test
    void aServiceThatBecomesAnExternalNameBeforeTheSlicesEndsTheRun() {
        TestNamespace space = TestNamespace.of("changed");
        space.create(service("ports: [{port: 80}]"));
        space.create(loadTest("http://shop"));
        space.await(Job.class, RUN);
        OperatorProcess.ADMIN.services().inNamespace(space.name()).withName("shop").delete();
        space.awaitGone(Service.class, "shop");
        space.create(service("type: ExternalName, externalName: example.com"));
        space.awaitPhase("rush", "Error");
        space.awaitMessage("rush", "Complete", "found shop of the type ExternalName");
    }

    @Test
    void aTrainingWaitsForTheServiceOfItsFileAndConnectsToItsAddress() {
        TestNamespace space = TestNamespace.of("rides");
        space.create(Manifest.model("taxi", "csv: {url: {address: \"http://shop/rides.csv\", sha256: \"%s\"}}"
                .formatted("0".repeat(64))));
        space.awaitModelMessage("taxi", "Trained", "expected a Service shop in namespace " + space.name());
        space.create(service("type: ExternalName, externalName: example.com"));
        space.awaitModelMessage("taxi", "Trained", "spec.training.csv.url.address: expected a Service with pods");
        OperatorProcess.ADMIN.services().inNamespace(space.name()).withName("shop").delete();
        space.awaitGone(Service.class, "shop");
        space.create(service("ports: [{port: 80}]"));
        Job training = space.await(Job.class, "taxi-train-1");
        String address = space.await(Service.class, "shop").getSpec().getClusterIP();
        assertThat(training.getSpec().getTemplate().getSpec().getContainers().getFirst().getArgs()).containsSequence(
                "--connect-host", "shop." + space.name() + ".svc", "--connect-addresses", address);
    }
}
