package io.fareswarm.operator.kubernetes.runs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

import io.fareswarm.operator.result.ResultAccumulator;
import io.fareswarm.operator.run.WorkerView;
import io.fareswarm.protocol.Report;

/// What stays of a worker that was lost: who it was and all that it reported. Kept in the run's ConfigMap, so that neither
/// is forgotten with the operator.
///
/// @param id the pod's UID
/// @param gone why it is gone
/// @param report its last status, and everything as one total
record LostWorker(String id, int worker, int incarnation, String gone, Report report) {
    /// What the keys of all of them begin with.
    static final String PREFIX = "lost-";

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    String key() {
        return PREFIX + id;
    }

    /// As the brain sees it.
    ///
    /// @param tally has its report
    WorkerView view(ResultAccumulator tally) {
        return new WorkerView(id, worker, incarnation, report.status(), null, gone, tally.measuredSeconds(id),
                tally.requests(id), tally.reportedAll(id), null, null, true);
    }

    byte[] pack() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            JSON.writeValue(zip, this);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // writing to memory
        }
        return bytes.toByteArray();
    }

    /// @return null for what cannot be read
    static @Nullable LostWorker unpack(byte[] packed) {
        try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return JSON.readValue(zip, LostWorker.class);
        } catch (IOException e) {
            return null;
        }
    }
}
