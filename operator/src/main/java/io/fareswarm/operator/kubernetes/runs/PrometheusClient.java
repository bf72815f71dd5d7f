package io.fareswarm.operator.kubernetes.runs;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.fareswarm.message.FailureCause;
import io.fareswarm.operator.run.ClusterView.CountView;

/// Client that queries Prometheus for the number of a run's requests.
///
/// @param base address of Prometheus
record PrometheusClient(HttpClient http, URI base) {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int MAX_BYTES = 1 << 20;
    private static final JsonMapper JSON = new JsonMapper();

    /// The query for the sum of each worker's last count in the measured time. `max by` removes duplicates, which two scrape
    /// jobs or a restart of Prometheus cause.
    ///
    /// @param back the range of the query: the whole run
    static String query(String namespace, String loadTest, int run, Duration back) {
        return ("sum(max by (pod, task, outcome, status) (last_over_time(fareswarm_requests_total{"
                + "loadtest_namespace=\"%s\",loadtest=\"%s\",run=\"%d\",phase=\"measured\"}[%ds])))")
                .formatted(namespace, loadTest, run, back.toSeconds());
    }

    CountView ask(String query) throws InterruptedException {
        URI address = base.resolve("api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        try {
            HttpResponse<String> response = http.send(HttpRequest.newBuilder(address).timeout(TIMEOUT).build(),
                    BodyHandlers.limiting(BodyHandlers.ofString(), MAX_BYTES));
            return response.statusCode() == 200
                    ? read(response.body())
                    : new CountView.Unknown("Prometheus responded with status " + response.statusCode());
        } catch (IOException e) {
            return new CountView.Unknown("no response from Prometheus: " + FailureCause.of(e));
        }
    }

    static CountView read(String body) {
        try {
            JsonNode result = JSON.readTree(body).at("/data/result");
            return result.isEmpty()
                    ? new CountView.Unknown("Prometheus has no samples of the run: does it scrape the workers?")
                    : new CountView.Counted((long) Double.parseDouble(result.get(0).at("/value/1").asText()));
        } catch (JsonProcessingException | NumberFormatException e) {
            return new CountView.Unknown("expected a number from Prometheus, found something else");
        }
    }
}
