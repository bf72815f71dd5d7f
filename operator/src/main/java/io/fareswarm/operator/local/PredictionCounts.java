package io.fareswarm.operator.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How many predictions a model server has answered by its own count, by HTTP status.
record PredictionCounts(Map<String, Long> answers) {
    /// Longest page of metrics that is read, bytes.
    private static final int MAX_BYTES = 4 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Pattern SAMPLE = Pattern.compile(
            "^fareswarm_http_requests_total\\{(?=[^}]*path=\"/predict\")[^}]*status=\"(\\d+)\"[^}]*} ([0-9.E+]+)",
            Pattern.MULTILINE);

    /// Asks a model server.
    ///
    /// @throws IOException when it does not answer
    static PredictionCounts of(HttpClient http, URI server) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/metrics")).timeout(PATIENCE).build();
        return parse(http.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_BYTES)).body());
    }

    static PredictionCounts parse(String metrics) {
        Map<String, Long> answers = new TreeMap<>();
        Matcher sample = SAMPLE.matcher(metrics);
        while (sample.find()) {
            answers.merge(sample.group(1), (long) Double.parseDouble(sample.group(2)), Long::sum);
        }
        return new PredictionCounts(answers);
    }

    /// What it counted since an earlier count.
    PredictionCounts since(PredictionCounts earlier) {
        Map<String, Long> more = new TreeMap<>();
        answers.forEach((status, count) -> {
            long difference = count - earlier.answers.getOrDefault(status, 0L);
            if (difference > 0) {
                more.put(status, difference);
            }
        });
        return new PredictionCounts(more);
    }

    /// Such as `200 x 1,027, 422 x 207`.
    @Override
    public String toString() {
        return answers.entrySet().stream().map(entry -> "%s x %,d".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
