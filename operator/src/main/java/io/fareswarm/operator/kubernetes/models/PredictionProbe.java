package io.fareswarm.operator.kubernetes.models;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.fabric8.kubernetes.api.model.Pod;

import io.fareswarm.operator.model.ModelLifecycle;

/// Finds out whether servers answer a real prediction, each pod once.
final class PredictionProbe {
    /// Pods that are remembered to have answered; beyond that the eldest is asked again.
    private static final int REMEMBERED = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE).build();
    private final Set<String> answered = Collections
            .synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<String, Boolean>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > REMEMBERED;
                }
            }));

    /// Whether one of these pods has answered. At most one is asked.
    boolean anyAnswers(List<Pod> ready) throws InterruptedException {
        if (ready.stream().anyMatch(pod -> answered.contains(pod.getMetadata().getUid()))) {
            return true;
        }
        if (ready.isEmpty() || !answers(ready.getFirst())) {
            return false;
        }
        answered.add(ready.getFirst().getMetadata().getUid());
        return true;
    }

    private boolean answers(Pod pod) throws InterruptedException {
        String ip = pod.getStatus().getPodIP();
        URI address = URI.create("http://%s:%d/predict".formatted(ip.indexOf(':') >= 0 ? "[" + ip + "]" : ip,
                ModelObjects.PORT));
        HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE)
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString(ModelLifecycle.PROBE)).build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
