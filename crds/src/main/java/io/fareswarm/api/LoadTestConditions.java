package io.fareswarm.api;

/// The condition types of a LoadTest.
public final class LoadTestConditions {
    public static final String WORKERS_READY = "WorkersReady";
    public static final String PROGRESSING = "Progressing";
    public static final String COMPLETE = "Complete";
    public static final String THRESHOLDS_PASSED = "ThresholdsPassed";
    public static final String PROMETHEUS_AGREES = "PrometheusAgrees";

    private LoadTestConditions() {}
}
