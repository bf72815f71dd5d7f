package io.fareswarm.operator.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A model server's own count of its predictions.
///
/// @param byStatus responses by HTTP status
record PredictionCounts(Map<String, Long> byStatus) {
    /// Longest metrics page that is read, bytes.
    private static final int MAX_BYTES = 4 << 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Pattern SAMPLE = Pattern.compile(
            "^fareswarm_http_requests_total\\{(?=[^}]*path=\"/predict\")[^}]*status=\"(\\d+)\"[^}]*} ([0-9.E+]+)",
            Pattern.MULTILINE);

    /// Reads the metrics of a model server.
    ///
    /// @throws IOException when the server does not respond
    static PredictionCounts of(HttpClient http, URI server) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/metrics")).timeout(TIMEOUT).build();
        String metrics = http.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_BYTES)).body();
        return new PredictionCounts(
                SAMPLE.matcher(metrics).results().collect(Collectors.toMap(sample -> sample.group(1),
                        sample -> (long) Double.parseDouble(sample.group(2)), Long::sum, TreeMap::new)));
    }

    /// The difference to an earlier count.
    PredictionCounts since(PredictionCounts earlier) {
        Map<String, Long> more = new TreeMap<>();
        byStatus.forEach((status, count) -> {
            long difference = count - earlier.byStatus.getOrDefault(status, 0L);
            if (difference > 0) {
                more.put(status, difference);
            }
        });
        return new PredictionCounts(more);
    }

    /// Such as `200 x 1,027, 422 x 207`.
    @Override
    public String toString() {
        return byStatus.entrySet().stream().map(entry -> "%s x %,d".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
