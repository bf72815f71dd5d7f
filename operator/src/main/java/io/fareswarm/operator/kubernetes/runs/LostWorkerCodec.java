package io.fareswarm.operator.kubernetes.runs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fareswarm.operator.fleet.LostWorker;
import io.fareswarm.operator.fleet.ResponseReader;
import io.fareswarm.operator.result.report.ReportFiles;
import io.fareswarm.operator.result.report.Series;

/// Store of lost workers in entries of the run's ConfigMap, so that their reports survive a restart of the operator.
final class LostWorkerCodec {
    private static final Logger LOG = LoggerFactory.getLogger(LostWorkerCodec.class);
    private static final String PREFIX = "lost-";
    /// Maximum size of all compressed entries together, bytes.
    private static final int MAX_BYTES = 500 << 10;
    private static final JsonMapper JSON = new JsonMapper();

    private LostWorkerCodec() {}

    /// The entries for these workers, as many of them as fit.
    static Map<String, byte[]> entries(List<LostWorker> workers) {
        Map<String, byte[]> entries = new HashMap<>();
        int bytes = 0;
        for (LostWorker worker : workers) {
            byte[] packed = pack(worker);
            bytes += packed.length;
            if (bytes > MAX_BYTES) {
                LOG.warn("expected reports of lost workers below {} bytes, found more: "
                        + "a restarted operator will lack those of {} workers", MAX_BYTES,
                        workers.size() - entries.size());
                break;
            }
            entries.put(PREFIX + worker.process().id(), packed);
        }
        return entries;
    }

    /// The entries in a run's ConfigMap, as they are.
    static Map<String, byte[]> packed(ConfigMap report) {
        return report.getBinaryData() == null
                ? Map.of()
                : report.getBinaryData().entrySet().stream().filter(entry -> entry.getKey().startsWith(PREFIX))
                        .collect(Collectors.toMap(Map.Entry::getKey,
                                entry -> Base64.getDecoder().decode(entry.getValue())));
    }

    /// The run over time in a run's ConfigMap.
    static Optional<Series> series(ConfigMap report) {
        return Series.read(report.getData() == null ? null : report.getData().get(ReportFiles.SERIES));
    }

    /// The workers in a run's ConfigMap, one after the other; an entry that cannot be read is left out.
    static Stream<LostWorker> read(ConfigMap report) {
        return packed(report).values().stream().flatMap(entry -> unpack(entry).stream());
    }

    private static byte[] pack(LostWorker worker) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            JSON.writeValue(zip, worker);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static Optional<LostWorker> unpack(byte[] packed) {
        try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return Optional.of(ResponseReader.read(zip, LostWorker.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
