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

import io.fareswarm.operator.run.ClusterView.CountView;

/// Asks a Prometheus how many requests of a run it has counted.
///
/// @param base its address
record PrometheusClient(HttpClient http, URI base) {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int MAX_BYTES = 1 << 20;
    private static final JsonMapper JSON = new JsonMapper();

    /// The requests of the measured time, each worker's last count, added up. `max by` makes one of what was scraped
    /// twice, by two jobs or by a Prometheus that was restarted.
    ///
    /// @param back how far the query looks back: over the whole run
    static String query(String namespace, String loadTest, int run, Duration back) {
        return ("sum(max by (pod, task, outcome, status) (last_over_time(fareswarm_requests_total{"
                + "loadtest_namespace=\"%s\",loadtest=\"%s\",run=\"%d\",phase=\"measured\"}[%ds])))")
                .formatted(namespace,
                        loadTest, run, back.toSeconds());
    }

    CountView ask(String query) throws InterruptedException {
        URI address = base.resolve("api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        try {
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
                    BodyHandlers.limiting(BodyHandlers.ofString(), MAX_BYTES));
            return answer.statusCode() == 200
                    ? read(answer.body())
                    : new CountView.Unknown("Prometheus answered with status " + answer.statusCode());
        } catch (IOException e) {
            return new CountView.Unknown("Prometheus does not answer: " + e);
        }
    }

    static CountView read(String body) {
        try {
            JsonNode result = JSON.readTree(body).at("/data/result");
            return result.isEmpty()
                    ? new CountView.Unknown("Prometheus has no samples of the run: does it scrape the workers?")
                    : new CountView.Counted((long) Double.parseDouble(result.get(0).at("/value/1").asText()));
        } catch (JsonProcessingException | NumberFormatException e) {
            return new CountView.Unknown("Prometheus answered with something else than a number");
        }
    }
}
