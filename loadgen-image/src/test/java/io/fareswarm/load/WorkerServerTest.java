package io.fareswarm.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.LoadChange;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.StartOrder;
import io.fareswarm.protocol.WorkerProtocol;
import io.fareswarm.protocol.WorkerState;
import io.fareswarm.protocol.WorkerStatus;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class WorkerServerTest {
    private static final String TOKEN = "a-token";
    private static final long MS = 1_000_000;

    private final JsonMapper mapper = WorkerServer.newMapper();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Worker worker = new Worker(System::nanoTime, false, Slices::run);
    private final HttpClient client = HttpClient.newHttpClient();
    private WorkerServer server;
    private ScriptedServer target;

    @BeforeEach
    void start() throws IOException {
        server = new WorkerServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TOKEN, worker,
                done::countDown);
        target = ScriptedServer.responding(ScriptedServer.OK);
        worker.becomeReady();
    }

    @AfterEach
    void stop() throws IOException {
        worker.stop();
        server.close();
        target.close();
        client.close();
    }

    private HttpResponse<String> call(@Nullable String authorization, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + server.address().getPort() + path))
                .method(method, BodyPublishers.ofString(body));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> call(String method, String path, Object body) throws Exception {
        return call("Bearer " + TOKEN, method, path, body instanceof String s ? s : mapper.writeValueAsString(body));
    }

    private WorkerStatus status(HttpResponse<String> response) throws Exception {
        return mapper.readValue(response.body(), WorkerStatus.class);
    }

    private Report report(long after) throws Exception {
        HttpResponse<String> response = call("GET", "/report?after=" + after, "");
        assertThat(response.statusCode()).isEqualTo(200);
        return mapper.readValue(response.body(), Report.class);
    }

    private Slices slices() {
        return Slices.of(Slices.arrivals(100, 5000)).to(target.port()).tasks(Slices.ride("ride", 1, 0, "200")).times(0,
                1_500, 5_000);
    }

    @Test
    void aWholeRunSucceedsOverTheProtocol() throws Exception {
        HttpResponse<String> sliced = call("PUT", WorkerProtocol.SLICE, slices().slice());
        assertThat(sliced.statusCode()).as(sliced.body()).isEqualTo(200);
        WorkerStatus before = status(sliced);
        assertThat(before.ready()).isTrue();
        StartOrder order = new StartOrder(slices().slice().run().id(), before.clockNanos() + 300 * MS);
        assertThat(call("POST", WorkerProtocol.START, order).statusCode()).isEqualTo(200);
        assertThat(call("POST", WorkerProtocol.START, order).statusCode()).as("idempotent").isEqualTo(200);
        assertThat(call("POST", WorkerProtocol.START, new StartOrder(order.run(), order.startNanos() + 1)).statusCode())
                .isEqualTo(409);
        assertThat(call("PUT", WorkerProtocol.SLICE, slices().slice()).statusCode()).isEqualTo(409);
        HttpResponse<String> revised = call("PUT", WorkerProtocol.LOAD,
                Slices.revision(slices().slice(), 1_500, new LoadChange(1, null, null, 100.0)));
        assertThat(revised.statusCode()).as(revised.body()).isEqualTo(200);
        assertThat(Objects.requireNonNull(status(revised).assignment()).revision()).isEqualTo(1);

        Report report = report(-1);
        List<IntervalReport> first = List.of();
        while (report.status().state() != WorkerState.Finished) {
            report = report(-1);
            if (first.isEmpty()) {
                first = report.intervals();
            }
        }
        assertThat(report.intervals()).as("reported before").startsWith(first.toArray(IntervalReport[]::new));
        assertThat(report.total()).isNotNull();
        assertThat(report.total().tasks().getFirst().requests()).isEqualTo(150).isEqualTo(target.requests());
        assertThat(report.intervals()).extracting(one -> one.span().first()).containsExactly(0L, 1L);
        assertThat(report(0).intervals()).extracting(one -> one.span().first()).containsExactly(1L);
        assertThat(report(1).intervals()).isEmpty();

        HttpResponse<String> metrics = call(null, "GET", WorkerProtocol.METRICS, "");
        assertThat(metrics.headers().firstValue("Content-Type")).hasValueSatisfying(
                type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
        assertThat(metrics.body().lines()).anyMatch(line -> line.startsWith("fareswarm_requests_total{")
                && line.contains("phase=\"measured\"") && line.endsWith(" 150.0"));

        assertThat(call("POST", WorkerProtocol.DONE, "").statusCode()).isEqualTo(200);
        done.await();
        assertThat(worker.mayExit()).isTrue();
    }

    @Test
    void withoutTheTokenEveryCallIsRejectedAndChangesNothing() throws Exception {
        for (String wrong : new String[]{null, "", "Bearer", "Bearer ", "Bearer a-toke", "Bearer a-token2", "a-token",
                "Basic a-token"}) {
            assertThat(call(wrong, "PUT", "/slice", mapper.writeValueAsString(slices().slice())).statusCode())
                    .isEqualTo(401);
            for (String call : List.of("PUT /load", "POST /start", "POST /stop", "GET /report?after=-1", "POST /done",
                    "GET /else")) {
                String[] parts = call.split(" ", 2);
                assertThat(call(wrong, parts[0], parts[1], "").statusCode()).as(call).isEqualTo(401);
            }
        }
        assertThat(report(-1).status().state()).isEqualTo(WorkerState.Waiting);
        assertThat(done.getCount()).isEqualTo(1);
    }

    @Test
    void theMetricsIncludeThoseOfTheProcessAndUseOpenMetricsIfTheScraperAcceptsIt() throws Exception {
        HttpResponse<String> metrics = client.send(HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + server.address().getPort() + WorkerProtocol.METRICS))
                // The Accept header of a Prometheus that reads native histograms. The worker supports two of its
                // formats.
                .header("Accept", "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;q=0.7,"
                        + "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1")
                .build(), BodyHandlers.ofString());
        assertThat(metrics.headers().firstValue("Content-Type"))
                .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(metrics.body()).endsWith("# EOF\n");
        assertThat(metrics.body().lines()).contains("# TYPE process_cpu_seconds counter")
                .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"));
    }

    @Test
    void healthAndMetricsNeedNoToken() throws Exception {
        assertThat(call(null, "GET", WorkerProtocol.HEALTH, "").body()).isEqualTo("{\"ready\":true}");
        assertThat(call(null, "GET", WorkerProtocol.METRICS, "").statusCode()).isEqualTo(200);
    }

    @Test
    void aSliceOfAnotherRunIsRejected() throws Exception {
        assertThat(call("PUT", "/slice", slices().slice()).statusCode()).isEqualTo(200);
        String other = mapper.writeValueAsString(slices().slice()).replace("taxi-rush/1", "taxi-rush/2");
        HttpResponse<String> rejected = call("PUT", "/slice", other);
        assertThat(rejected.statusCode()).isEqualTo(409);
        assertThat(status(rejected).problem()).contains("taxi-rush/1").contains("taxi-rush/2");
    }

    @Test
    void aStartInThePastIsRejectedWithTheWorkersClock() throws Exception {
        WorkerStatus before = status(call("PUT", "/slice", slices().slice()));
        HttpResponse<String> rejected = call("POST", "/start",
                new StartOrder(slices().slice().run().id(), before.clockNanos()));
        assertThat(rejected.statusCode()).isEqualTo(409);
        assertThat(status(rejected).clockNanos()).isGreaterThan(before.clockNanos());
        assertThat(Objects.requireNonNull(status(rejected).assignment()).startNanos()).isNull();
    }

    @Test
    void aBodyThatCannotBeReadIsRejectedWithAReason() throws Exception {
        for (String path : List.of(WorkerProtocol.SLICE, WorkerProtocol.LOAD)) {
            for (String body : List.of("", "null", "{", "[]", "{}", "{\"run\":[]}")) {
                HttpResponse<String> rejected = call("PUT", path, body);
                assertThat(rejected.statusCode()).as(body).isEqualTo(400);
                assertThat(status(rejected).problem()).isNotBlank();
            }
        }
        assertThat(status(call("PUT", "/slice", "{}")).problem()).isEqualTo("expected run in the slice, found none");
        assertThat(status(call("PUT", "/load", "{\"run\":\"default/taxi-rush/1\"}")).problem())
                .isEqualTo("expected run and changes in the revision, found no changes");
        assertThat(call("GET", "/report", "").statusCode()).isEqualTo(400);
        assertThat(call("GET", "/report?after=x", "").statusCode()).isEqualTo(400);
        assertThat(call("GET", "/slice", "").statusCode()).isEqualTo(404);
    }

    @Test
    void aBodyOverTheBoundIsRejected() throws Exception {
        assertThat(call("PUT", "/slice", " ".repeat(WorkerProtocol.MAX_BODY_BYTES + 1)).statusCode()).isEqualTo(413);
    }

    @Test
    void fieldsOfANewerProtocolAreIgnored() throws Exception {
        String newer = mapper.writeValueAsString(slices().slice()).replaceFirst("\\{", "{\"shape\":\"step\",");
        assertThat(call("PUT", "/slice", newer).statusCode()).isEqualTo(200);
    }

    @Test
    void absentNumbersAndListsOfASliceAreZeroAndEmpty() throws Exception {
        ObjectNode slice = mapper.valueToTree(slices().slice());
        ((ObjectNode) slice.get("share")).remove(List.of("attempt", "fromSecond", "requestsBefore"));
        ((ObjectNode) slice.get("workload")).remove(List.of("changes", "goodWithinMicros"));
        HttpResponse<String> response = call("PUT", "/slice", slice);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(status(response).assignment()).isEqualTo(
                new WorkerStatus.Assignment("default/taxi-rush/1", new Slice.Share(0, 1, 0, 0, 0), 0, null));
    }
}
