package io.fareswarm.protocol;

/// Paths, headers and bounds of the worker protocol.
///
/// A worker serves HTTP/1.1 on one port. Every call except `GET /metrics` and `GET /health` carries `Authorization:
/// Bearer TOKEN` with the run's token. A call without the token is rejected with 401 and changes nothing. Bodies are
/// JSON. Every response to an authorized call is a [WorkerStatus] or a [Report], and contains the time on the worker's
/// clock. A response has the header `Content-Length`, at most [#MAX_RESPONSE_BYTES], and no encoding. Every call is
/// idempotent.
///
/// | call | effect | status |
/// |---|---|---|
/// | `PUT /slice` | assigns the [Slice]; until the start is scheduled, it replaces an earlier slice | 200; 400 for an unusable slice; 409 for another run, or after the start is scheduled |
/// | `POST /start` | [StartOrder]: schedules the start | 200; 409 without a slice, if the second at which the worker should begin is over, or if another start is scheduled |
/// | `PUT /load` | [LoadRevision]: revises load and duration of the run after its start is scheduled | 200; 400 for an unusable revision; 409 before the start is scheduled, for another run, for an older revision, or if the run starts no more requests |
/// | `PUT /addresses` | [PermittedAddresses]: replaces the addresses to which the target's host may resolve | 200; 409 without a slice, for another run, or if the worker shows responses and must not show those of the addresses |
/// | `POST /handover` | [HandOver]: sets the second at which a leaving worker stops to send, because another worker continues | 200; 409 if the worker is not leaving, for another run, or for a second that is over or too late |
/// | `POST /stop` | ends the start of new requests; requests in flight end | 200 |
/// | `GET /report?after=N` | returns the one-second intervals after second N, as many as fit; -1 for all | 200 |
/// | `POST /done` | allows the worker to exit, because its results are stored | 200 |
public final class WorkerProtocol {
    public static final String SLICE = "/slice";
    public static final String START = "/start";
    public static final String LOAD = "/load";
    public static final String ADDRESSES = "/addresses";
    public static final String HANDOVER = "/handover";
    public static final String STOP = "/stop";
    public static final String REPORT = "/report";
    public static final String DONE = "/done";
    public static final String METRICS = "/metrics";
    public static final String HEALTH = "/health";

    /// Environment variable with the run's bearer token.
    public static final String TOKEN_VARIABLE = "FARESWARM_TOKEN";

    /// Number of one-second intervals that a worker stores for late reads.
    public static final int STORED_INTERVALS = 600;

    /// Maximum number of distinct errors that a worker counts separately; it counts further ones under
    /// [ErrorReport#OTHER].
    public static final int MAX_DISTINCT_ERRORS = 100;

    /// Maximum size of a request body in bytes; a longer one is rejected with 413.
    public static final int MAX_BODY_BYTES = 4 << 20;

    /// Maximum size of a response in bytes. The total of 20 tasks, whose latencies spread from 0.1 ms to 10 s, takes 1.5 MB.
    /// A reader rejects a longer response, and calls the worker no more.
    public static final int MAX_RESPONSE_BYTES = 2 << 20;

    /// Size of a report's intervals from which no further interval is added, bytes. A reader that lacks many intervals reads
    /// them in several reports.
    public static final int REPORT_BYTES = 256 << 10;

    /// Maximum number of tasks of a run.
    public static final int MAX_TASKS = 20;

    /// Maximum number of errors in an interval: the distinct ones, and [ErrorReport#OTHER] of each task and kind.
    public static final int MAX_ERRORS = MAX_DISTINCT_ERRORS + MAX_TASKS * ErrorReport.Kind.values().length;

    /// Maximum number of addresses of a target that a worker counts separately; it counts further ones under
    /// [AddressReport#OTHERS].
    public static final int MAX_ADDRESSES = 64;

    /// Maximum length of an encoded histogram, characters: 23 * 1,024 buckets of 9 bytes in Base64.
    public static final int MAX_HISTOGRAM = 290_000;

    /// Number of significant digits of histograms. They count microseconds from 1 to one hour; a value outside is
    /// counted at the nearest end.
    public static final int HISTOGRAM_DIGITS = 3;

    public static final long HISTOGRAM_MAX_MICROS = 3_600_000_000L;

    private WorkerProtocol() {}
}
