package io.fareswarm.e2e.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;

/// Client for queries of the Prometheus that scrapes the cluster.
public final class Prometheus {
    private static final String RUN = "{loadtest_namespace=\"%s\",loadtest=\"%s\",run=\"%d\",phase=\"measured\"}[10m]";

    private Prometheus() {}

    /// A bucket of a histogram, in seconds.
    ///
    /// @param above exclusive lower bound
    /// @param upTo inclusive upper bound
    public record Bucket(double above, double upTo) {
        /// Whether the bucket contains a value. A value has three digits, so a value near a bound is in both buckets.
        public boolean contains(double value) {
            return value >= above * 0.99 && value <= upTo * 1.01;
        }
    }

    /// Number of requests of a run, computed with the query in the README.
    public static long requests(ScenarioNamespace namespace, String loadTest, int run) {
        JsonNode result = query("sum(max by (pod, task, outcome, status) (last_over_time(fareswarm_requests_total"
                + RUN.formatted(namespace.name(), loadTest, run) + ")))");
        return Long.parseLong(result.at("/0/value/1").asText());
    }

    /// The bucket that contains a quantile of run 1's latency.
    public static Bucket bucketOfQuantile(ScenarioNamespace namespace, String loadTest, double quantile) {
        Map<Double, Double> upTo = new TreeMap<>();
        for (JsonNode bucket : query("sum by (le) (max by (pod, task, outcome, status, le) (last_over_time("
                + "fareswarm_request_duration_seconds_bucket" + RUN.formatted(namespace.name(), loadTest, 1) + ")))")) {
            String bound = bucket.at("/metric/le").asText();
            upTo.put(bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound),
                    Double.parseDouble(bucket.at("/value/1").asText()));
        }
        double wanted = quantile * upTo.getOrDefault(Double.POSITIVE_INFINITY, 0.0);
        double above = 0;
        for (Map.Entry<Double, Double> bucket : upTo.entrySet()) {
            if (bucket.getValue() >= wanted) {
                return new Bucket(above, bucket.getKey());
            }
            above = bucket.getKey();
        }
        throw new AssertionError("expected a histogram of " + loadTest + ", found " + upTo);
    }

    /// The types of a pod's metric in its last scrape.
    ///
    /// @param metric name of the metric; OpenMetrics names of counters are without `_total`
    public static List<String> types(String pod, String metric) {
        return get("targets/metadata?metric=" + metric + "&match_target=" + encoded("{pod=\"" + pod + "\"}"))
                .path("data").findValuesAsText("type");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode query(String query) {
        return get("query?query=" + encoded(query)).at("/data/result");
    }

    private static JsonNode get(String call) {
        URI address = URI.create(SuiteEnvironment.prometheus().orElseThrow() + "/api/v1/" + call);
        try (HttpClient http = HttpClient.newHttpClient()) {
            String response = http.send(HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build(),
                    BodyHandlers.ofString()).body();
            return Kubectl.read(response);
        } catch (IOException e) {
            throw new AssertionError("expected a response from Prometheus", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
