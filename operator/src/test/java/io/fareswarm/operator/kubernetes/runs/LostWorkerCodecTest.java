package io.fareswarm.operator.kubernetes.runs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.fareswarm.operator.fleet.LostWorker;
import io.fareswarm.operator.fleet.WorkerProcess;
import io.fareswarm.operator.run.WorkerAttempt;
import io.fareswarm.operator.run.WorkerView;
import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.HistogramReport;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.Report;
import io.fareswarm.protocol.Slice;
import io.fareswarm.protocol.WorkerProtocol;
import io.fareswarm.protocol.WorkerState;
import io.fareswarm.protocol.WorkerStatus;

import static org.assertj.core.api.Assertions.assertThat;

class LostWorkerCodecTest {
    private static LostWorker worker(String id, String problem) {
        return worker(id, problem, null);
    }

    private static LostWorker worker(String id, String problem, @Nullable IntervalReport total) {
        WorkerStatus status = new WorkerStatus(1, true, WorkerState.Running,
                new WorkerStatus.Assignment("default/rush/1", new Slice.Share(2, 3, 1, 0, 0), 0, 7L), problem, null,
                new WorkerStatus.Leaving(30L, true));
        return new LostWorker(new WorkerProcess(id, new WorkerAttempt(2, 1), null, "exited with status 143", null,
                new WorkerView.Disruption("2026-01-01T10:01:00Z")),
                new Report(status, List.of(), total, 0));
    }

    private static ConfigMap report(Map<String, byte[]> entries) {
        Map<String, String> data = new HashMap<>();
        entries.forEach((key, bytes) -> data.put(key, Base64.getEncoder().encodeToString(bytes)));
        return new ConfigMapBuilder().withBinaryData(data).build();
    }

    private static byte[] packed(String json) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Test
    void whatIsStoredOfALostWorkerIsReadBack() {
        List<LostWorker> workers = List.of(worker("a", "x"), worker("b", "y"));
        assertThat(LostWorkerCodec.read(report(LostWorkerCodec.entries(workers))))
                .containsExactlyInAnyOrderElementsOf(workers);
    }

    @Test
    void anEntryThatCannotBeReadIsLeftOut() {
        Map<String, byte[]> entries = new HashMap<>(LostWorkerCodec.entries(List.of(worker("a", "x"))));
        entries.put("lost-b", new byte[]{1, 2, 3});
        entries.put("lost-c", packed("{}"));
        entries.put("lost-d", packed("""
                {"process":{"id":"d"},"report":{"status":{"state":"Running"},"intervals":[]}}"""));
        assertThat(LostWorkerCodec.read(report(entries))).containsExactly(worker("a", "x"));
        assertThat(LostWorkerCodec.read(new ConfigMap())).isEmpty();
    }

    private static IntervalReport randomErrors(Random random) {
        List<ErrorReport> errors = IntStream.range(0, WorkerProtocol.MAX_ERRORS)
                .mapToObj(_ -> new ErrorReport("ride", ErrorReport.Kind.body, text(random, ErrorReport.MAX_DETAIL), 1,
                        text(random, ErrorReport.MAX_EXAMPLE), ErrorReport.Seen.at(1)))
                .toList();
        return new IntervalReport(IntervalReport.Span.through(1), 0, HistogramReport.NONE, List.of(), errors);
    }

    private static String text(Random random, int length) {
        return random.ints(length, ' ', '~')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    @Test
    void reportsBeyondTheBoundAreNotStored() {
        // Random texts, which do not compress: about 100 KiB each.
        List<LostWorker> workers = IntStream.range(0, 8)
                .mapToObj(seed -> worker("w" + seed, "x", randomErrors(new Random(seed)))).toList();
        Map<String, byte[]> entries = LostWorkerCodec.entries(workers);
        assertThat(entries).hasSizeBetween(1, 7).containsKey("lost-w0");
        assertThat(entries.values().stream().mapToInt(bytes -> bytes.length).sum()).isLessThanOrEqualTo(500 << 10);
    }
}
