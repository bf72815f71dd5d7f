package io.fareswarm.operator.kubernetes.models;

import java.io.IOException;
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

import io.fareswarm.api.TaxiRides;
import io.fareswarm.api.WebAddress;
import io.fareswarm.operator.kubernetes.PodPolicies;

/// Probe that sends a real prediction to a ready server, until one has succeeded for its pod.
final class PredictionProbe {
    /// Maximum number of pods that are recorded as successful. Beyond it, the oldest entry is dropped, and its pod is probed
    /// again.
    private static final int REMEMBERED = 10_000;
    /// A server that has just started on a busy node needs seconds for its first response. Without it, the model would seem to be
    /// unavailable for a moment during a rollout.
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT).build();
    private final Set<String> succeeded = Collections
            .synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<String, Boolean>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > REMEMBERED;
                }
            }));

    /// Whether one of these pods has responded with a prediction. Sends at most one request.
    boolean anyPredicts(List<Pod> ready) throws InterruptedException {
        if (ready.stream().anyMatch(pod -> succeeded.contains(pod.getMetadata().getUid()))) {
            return true;
        }
        if (ready.isEmpty() || !predicts(ready.getFirst())) {
            return false;
        }
        succeeded.add(ready.getFirst().getMetadata().getUid());
        return true;
    }

    private boolean predicts(Pod pod) throws InterruptedException {
        HttpRequest request = HttpRequest
                .newBuilder(WebAddress.http(pod.getStatus().getPodIP(), PodPolicies.SERVER_PORT).resolve("/predict"))
                .timeout(TIMEOUT).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(TaxiRides.SAMPLE)).build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
