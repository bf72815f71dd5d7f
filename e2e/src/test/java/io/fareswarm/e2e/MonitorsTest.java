package io.fareswarm.e2e;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.Place;
import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.Space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// A cluster that has the Prometheus Operator's kinds takes the chart's monitors, they select what there is to scrape, and
/// pods are then not annotated, too.
@Tag(Release.OWN)
class MonitorsTest {
    private static final Release WATCHED = new Release("watched", "fareswarm-watched");

    @Test
    void monitorsSelectThePodsAndTakeThePlaceOfAnnotations() {
        Kubectl admin = WATCHED.kubectl();
        boolean foreign = admin.attempt("", "get", "crd", "podmonitors.monitoring.coreos.com").succeeded();
        assumeTrue(Place.inside() || foreign, "the cluster has no Prometheus Operator");
        Release.removeShared();
        if (!foreign) {
            admin.run("apply", "--server-side", "-f", Place.monitors().toString());
            admin.run("wait", "--for=condition=Established", "--timeout=60s", "crd/podmonitors.monitoring.coreos.com",
                    "crd/servicemonitors.monitoring.coreos.com");
        }
        try (Space space = new Space("monitors")) {
            WATCHED.installFor(List.of(space), "podMonitor.enabled=true", "serviceMonitor.enabled=true");
            JsonNode pods = admin.get("podmonitor", WATCHED.fullName());
            JsonNode services = admin.get("servicemonitor", WATCHED.fullName());

            space.dev().apply(Manifest.model("taxi", Manifest.WEIGHTS));
            space.dev().await("Available", "fm/taxi");
            JsonNode found = space.admin().get("pods", "-l", selector(pods));
            assertThat(found.path("items")).hasSize(1);
            JsonNode pod = found.at("/items/0");
            assertThat(pod.at("/metadata/annotations").toString()).doesNotContain("prometheus.io");
            assertThat(pod.at("/spec/containers/0/ports/0/name").asText())
                    .isEqualTo(pods.at("/spec/podMetricsEndpoints/0/port").asText());
            JsonNode service = admin.get("services", "-l", selector(services)).at("/items/0");
            assertThat(service.at("/spec/ports/0/name").asText())
                    .isEqualTo(services.at("/spec/endpoints/0/port").asText());
            WATCHED.uninstall();
        } finally {
            if (!foreign) {
                admin.run("delete", "-f", Place.monitors().toString());
            }
        }
    }

    /// A monitor's selector as kubectl takes it.
    private static String selector(JsonNode monitor) {
        StringBuilder text = new StringBuilder();
        monitor.at("/spec/selector/matchLabels").properties()
                .forEach(
                        label -> text.append(',').append(label.getKey()).append('=').append(label.getValue().asText()));
        monitor.at("/spec/selector/matchExpressions").forEach(rule -> {
            assertThat(rule.path("operator").asText()).isEqualTo("In");
            text.append(',').append(rule.path("key").asText()).append(" in (");
            rule.path("values").forEach(value -> text.append(value.asText()).append(','));
            text.setCharAt(text.length() - 1, ')');
        });
        return text.substring(1);
    }
}
