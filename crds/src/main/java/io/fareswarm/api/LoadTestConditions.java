package io.fareswarm.api;

/// The condition types of a LoadTest, besides those that every resource has: Ready, Reconciling and Stalled.
public final class LoadTestConditions {
    public static final String WORKERS_READY = "WorkersReady";
    public static final String PROGRESSING = "Progressing";
    public static final String COMPLETE = "Complete";
    public static final String THRESHOLDS_PASSED = "ThresholdsPassed";
    public static final String PROMETHEUS_AGREES = "PrometheusAgrees";
    /// True for the verdict Passed; False for Failed and Invalid, and for a run that could not start; Unknown before the end.
    public static final String PASSED = "Passed";

    private LoadTestConditions() {}
}
