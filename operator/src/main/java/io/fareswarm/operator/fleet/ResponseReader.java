package io.fareswarm.operator.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.util.List;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

import io.fareswarm.message.FailureCause;
import io.fareswarm.protocol.WorkerProtocol;

/// Reader of JSON that a worker wrote, or that somebody else may have changed. It reads a stream and never holds the whole
/// text. Sizes, depth and numbers are bounded here, and every record of the protocol checks its own figures.
public final class ResponseReader {
    private static final int MAX_DEPTH = 12;
    private static final int MAX_TOKENS = 400_000;
    private static final int MAX_NAME = 40;
    private static final int MAX_DIGITS = 20;

    private static final JsonMapper JSON = JsonMapper
            .builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH)
                            .maxTokenCount(MAX_TOKENS).maxNameLength(MAX_NAME).maxNumberLength(MAX_DIGITS)
                            .maxStringLength(WorkerProtocol.MAX_HISTOGRAM)
                            .maxDocumentLength(WorkerProtocol.MAX_RESPONSE_BYTES).build())
                    // Names that a worker chose must not stay in the JVM's table of strings.
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT).disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private ResponseReader() {}

    /// The size of a response's body, bytes.
    ///
    /// @throws ProtocolViolation if the headers do not announce JSON of a permitted size
    static int length(HttpHeaders headers) throws ProtocolViolation {
        require(headers, "Content-Type", one -> one.equals("application/json") || one.startsWith("application/json;"),
                "application/json");
        if (headers.firstValue("Content-Encoding").isPresent()) {
            throw new ProtocolViolation("expected a response without an encoding, found one");
        }
        String length = require(headers, "Content-Length", one -> one.matches("[0-9]{1,10}"), "a size");
        if (Long.parseLong(length) > WorkerProtocol.MAX_RESPONSE_BYTES) {
            throw new ProtocolViolation("expected a response of at most %d bytes, found %s"
                    .formatted(WorkerProtocol.MAX_RESPONSE_BYTES, length));
        }
        return Integer.parseInt(length);
    }

    private static String require(HttpHeaders headers, String name, java.util.function.Predicate<String> permitted,
            String expected) throws ProtocolViolation {
        List<String> values = headers.allValues(name);
        if (values.size() != 1 || !permitted.test(values.getFirst())) {
            throw new ProtocolViolation("expected %s as %s of a response, found %s".formatted(expected, name, values));
        }
        return values.getFirst();
    }

    /// Reads a record.
    ///
    /// @throws ProtocolViolation if the text is not the record as JSON, or its figures cannot be
    /// @throws IOException if the stream cannot be read
    public static <T> T read(InputStream json, Class<T> type) throws IOException {
        @Nullable
        T result;
        try {
            result = JSON.readValue(json, type);
        } catch (ValueInstantiationException e) {
            // A record that rejects its own figures is the cause. Its message is enough.
            String problem = e.getCause() == null ? null : e.getCause().getMessage();
            throw new ProtocolViolation(problem != null
                    ? problem
                    : "expected a %s without nulls, found one"
                            .formatted(type.getSimpleName()));
        } catch (JacksonException e) {
            throw new ProtocolViolation(
                    "expected a %s as JSON, found: %s".formatted(type.getSimpleName(), e.getOriginalMessage()));
        } catch (RuntimeException e) {
            throw new ProtocolViolation("expected a %s as JSON, found something that cannot be read: %s"
                    .formatted(type.getSimpleName(), FailureCause.of(e)));
        }
        if (result == null) {
            throw new ProtocolViolation("expected a %s as JSON, found null".formatted(type.getSimpleName()));
        }
        return result;
    }
}
