package io.fareswarm.protocol;

/// Paths, headers and bounds of the worker protocol.
///
/// A worker serves HTTP/1.1 on one port. Every call but `GET /metrics` and `GET /health` carries
/// `Authorization: Bearer TOKEN` with the run's token; any other is rejected with 401 and changes nothing. Bodies are JSON.
/// Every response to an authorized call is a [WorkerStatus] or a [Report], each with the worker's own clock in it. Every call
/// is idempotent.
///
/// | call | effect | status |
/// |---|---|---|
/// | `PUT /slice` | assigns the [Slice], and replaces the one before, until the start is scheduled | 200; 400 for an unusable slice; 409 for another run, or once the start is scheduled |
/// | `POST /start` | [StartOrder]: schedules the start | 200; 409 without a slice, when the second at which the worker should begin is over, or when another start is scheduled |
/// | `PUT /load` | [LoadRevision]: revises load and duration of the run, once its start is scheduled | 200; 400 for an unusable revision; 409 before the start is scheduled, for another run, for an older revision, or when the run starts nothing more |
/// | `POST /stop` | starts nothing new from now on; requests in flight end | 200 |
/// | `GET /report?after=N` | returns the one-second intervals after second N; -1 for all | 200 |
/// | `POST /done` | the results are stored: the worker may exit | 200 |
public final class WorkerProtocol {
    public static final String SLICE = "/slice";
    public static final String START = "/start";
    public static final String LOAD = "/load";
    public static final String STOP = "/stop";
    public static final String REPORT = "/report";
    public static final String DONE = "/done";
    public static final String METRICS = "/metrics";
    public static final String HEALTH = "/health";

    /// Environment variable with the run's bearer token.
    public static final String TOKEN_VARIABLE = "FARESWARM_TOKEN";

    /// One-second intervals that a worker stores for late reads.
    public static final int STORED_INTERVALS = 600;

    /// Distinct errors that a worker counts one by one; further ones are counted under [ErrorReport#OTHER].
    public static final int MAX_DISTINCT_ERRORS = 100;

    /// Maximum bytes of a request body; a longer one is rejected with 413.
    public static final int MAX_BODY_BYTES = 4 << 20;

    /// Histograms count microseconds from 1 to one hour with this many significant digits; values outside are counted at the
    /// nearest end.
    public static final int HISTOGRAM_DIGITS = 3;

    public static final long HISTOGRAM_MAX_MICROS = 3_600_000_000L;

    private WorkerProtocol() {}
}
