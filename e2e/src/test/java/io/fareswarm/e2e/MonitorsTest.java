package io.fareswarm.e2e;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.e2e.cluster.Manifest;
import io.fareswarm.e2e.cluster.Release;
import io.fareswarm.e2e.cluster.ScenarioNamespace;
import io.fareswarm.e2e.cluster.SuiteEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Checks the chart's monitors on a cluster that has the kinds of the Prometheus Operator. The monitors select
/// everything to scrape, and pods have no scrape annotations.
@Tag(Release.OWN)
class MonitorsTest {
    private static final Release WATCHED = new Release("watched", "fareswarm-watched");

    @Test
    void monitorsSelectThePodsAndReplaceTheScrapeAnnotations() {
        Kubectl admin = WATCHED.kubectl();
        boolean hasPrometheusOperator = admin.attempt("", "get", "crd", "podmonitors.monitoring.coreos.com")
                .succeeded();
        assumeTrue(SuiteEnvironment.inside() || hasPrometheusOperator, "the cluster has no Prometheus Operator");
        Release.removeShared();
        if (!hasPrometheusOperator) {
            admin.run("apply", "--server-side", "-f", SuiteEnvironment.monitors().toString());
            admin.run("wait", "--for=condition=Established", "--timeout=60s", "crd/podmonitors.monitoring.coreos.com",
                    "crd/servicemonitors.monitoring.coreos.com", "crd/prometheusrules.monitoring.coreos.com");
        }
        try (ScenarioNamespace namespace = new ScenarioNamespace("monitors")) {
            WATCHED.installFor(List.of(namespace), "podMonitor.enabled=true", "serviceMonitor.enabled=true",
                    "prometheusRule.enabled=true");
            assertThat(admin.get("prometheusrule", WATCHED.fullName()).at("/spec/groups/0/rules")).isNotEmpty();
            JsonNode pods = admin.get("podmonitor", WATCHED.fullName());
            JsonNode services = admin.get("servicemonitor", WATCHED.fullName());

            namespace.dev().apply(Manifest.model("taxi", Manifest.WEIGHTS));
            namespace.dev().await("Available", "fm/taxi");
            JsonNode found = namespace.admin().get("pods", "-l", selector(pods));
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
            if (!hasPrometheusOperator) {
                admin.run("delete", "-f", SuiteEnvironment.monitors().toString());
            }
        }
    }

    /// The selector of a monitor in kubectl's syntax.
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
