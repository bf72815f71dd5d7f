package io.fareswarm.protocol;

/// Paths, headers and bounds of the worker protocol.
///
/// A worker serves HTTP/1.1 on one port. Every call but `GET /metrics` and `GET /health` carries
/// `Authorization: Bearer TOKEN` with the run's token; any other is answered 401 and changes nothing. Bodies are JSON.
/// Every answer to an authorised call is a [WorkerStatus] or a [Report], each with the worker's own clock in it.
///
/// | call | does | answers |
/// |---|---|---|
/// | `PUT /slice` | gives the worker its [Slice]; once started, one with a later `revision` | 200; 400 unusable; 409 for another run, or when there is nothing left to change |
/// | `POST /start` | [StartOrder]: the run begins at that instant of the worker's clock, and the worker with the slice's `effectiveSecond`; idempotent | 200; 409 without a slice, when that second has already begun, or when it has started at another instant |
/// | `POST /stop` | start nothing new from now on, let what is in flight end | 200 |
/// | `GET /report?after=N` | the one-second intervals after second N; -1 for all | 200 |
/// | `POST /done` | the results are safe: leave | 200 |
public final class WorkerProtocol {
    public static final String SLICE = "/slice";
    public static final String START = "/start";
    public static final String STOP = "/stop";
    public static final String REPORT = "/report";
    public static final String DONE = "/done";
    public static final String METRICS = "/metrics";
    public static final String HEALTH = "/health";

    /// Environment variable that hands a worker the run's bearer token.
    public static final String TOKEN_VARIABLE = "FARESWARM_TOKEN";

    /// One-second intervals that a worker stores for a late reader.
    public static final int STORED_INTERVALS = 600;

    /// Different errors that a worker tells apart; the others are counted under [ErrorReport#OTHER].
    public static final int MAX_DISTINCT_ERRORS = 100;

    /// Bytes of a request's body that a worker reads at most; a longer one is answered 413.
    public static final int MAX_BODY_BYTES = 4 << 20;

    /// Histograms count microseconds from 1 to one hour with this many significant digits; what lies outside is counted
    /// at the nearest end.
    public static final int HISTOGRAM_DIGITS = 3;

    public static final long HISTOGRAM_MAX_MICROS = 3_600_000_000L;

    private WorkerProtocol() {}
}
