package io.fareswarm.model.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests compressed bodies and binary data of the Open Inference Protocol that are broken, unusual or too large.
class EncodedBodiesTest {
    private static final String INFER = "/v2/models/fare/infer";
    private static final String BATCH = """
            {"inputs":[
            {"name":"pickup_longitude","datatype":"FP64","shape":[1],"data":[-73.999022]},
            {"name":"pickup_latitude","datatype":"FP64","shape":[1],"data":[40.739146]},
            {"name":"dropoff_longitude","datatype":"FP64","shape":[1],"data":[-73.990369]},
            {"name":"dropoff_latitude","datatype":"FP64","shape":[1],"data":[40.717866]}]}""";
    /// One ride; the first coordinate is binary data.
    private static final String BINARY = BATCH.replace("\"data\":[-73.999022]",
            "\"parameters\":{\"binary_data_size\":8}");

    private final ModelServer server = ModelServer.start(FastApiCorpusTest.PUBLISHED,
            new ServerSettings("127.0.0.1", 0, false, ServerLimits.DEFAULT));

    EncodedBodiesTest() throws IOException {}

    @AfterEach
    void stop() throws InterruptedException {
        server.stop(Duration.ZERO, Duration.ZERO);
    }

    private RawClient.Response infer(byte[] body, String... headers) throws IOException {
        Map<String, String> all = new HashMap<>();
        for (String header : headers) {
            all.put(header.substring(0, header.indexOf(':')), header.substring(header.indexOf(':') + 1));
        }
        try (RawClient client = new RawClient(server.uri())) {
            return client.send("POST", INFER, all, body);
        }
    }

    private static void assertPrice(RawClient.Response response) {
        assertThat(response.status()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).contains("\"data\":[9.31]");
    }

    private static void assertError(RawClient.Response response, int status, String message) {
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.body()).isEqualTo("{\"error\":\"" + message + "\"}");
    }

    private interface Encoder {
        OutputStream on(OutputStream out) throws IOException;
    }

    private static byte[] encoded(Encoder encoder, byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream encoded = encoder.on(out)) {
            encoded.write(plain);
        }
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        return encoded(GZIPOutputStream::new, plain);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZip"})
    void aGzipIsRead(String coding) throws IOException {
        assertPrice(infer(gzip(bytes(BATCH)), "content-encoding:" + coding));
    }

    @Test
    void deflateIsReadWithAndWithoutZlibsHeader() throws IOException {
        assertPrice(infer(encoded(DeflaterOutputStream::new, bytes(BATCH)), "content-encoding: deflate"));
        assertPrice(infer(encoded(out -> new DeflaterOutputStream(out, new Deflater(9, true)), bytes(BATCH)),
                "content-encoding: deflate"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "Identity", ""})
    void aPlainBodyIsRead(String coding) throws IOException {
        assertPrice(infer(bytes(BATCH), "content-encoding:" + coding));
    }

    @Test
    void aGzipOfSeveralMembersIsRead() throws IOException {
        byte[] all = bytes(BATCH);
        byte[] members = joined(gzip(Arrays.copyOf(all, 100)),
                joined(gzip(new byte[0]), gzip(Arrays.copyOfRange(all, 100, all.length))));
        assertPrice(infer(members, "content-encoding: gzip"));
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 6000})
    void aGzipOfMoreThanAHundredMembersIsRejected(int members) throws IOException {
        byte[] empty = gzip(new byte[0]);
        byte[] all = new byte[members * empty.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = empty[i % empty.length];
        }
        assertError(infer(all, "content-encoding: gzip"), 400,
                "expected a gzip of at most 100 members, found more; send it as one member");
        assertThat(infer(Arrays.copyOf(all, 100 * empty.length), "content-encoding: gzip").body())
                .contains("expected a JSON object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "gzip, gzip", "zstd", "compress"})
    void anotherCodingIsRejectedWithWords(String coding) throws IOException {
        assertError(infer(bytes(BATCH), "content-encoding: " + coding), 415,
                "expected the Content-Encoding gzip, deflate or none, found " + coding);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void aBodyThatIsNotEncodedAsItsHeaderSaysIsRejected(String coding) throws IOException {
        RawClient.Response response = infer(bytes(BATCH), "content-encoding: " + coding);
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).startsWith(
                "{\"error\":\"expected a body in %s, as its Content-Encoding says, found a broken one: "
                        .formatted(coding))
                .doesNotContain("Exception");
    }

    @Test
    void aBrokenOrShortGzipIsRejected() throws IOException {
        byte[] whole = gzip(bytes(BATCH));
        String broken = "expected a body in gzip, as its Content-Encoding says, found a broken one: ";
        for (int length : new int[]{1, 5, 12, 40, whole.length - 8, whole.length - 1}) {
            assertError(infer(Arrays.copyOf(whole, length), "content-encoding: gzip"), 400, broken + "it ends early");
        }
        byte[] wrong = whole.clone();
        wrong[whole.length - 6]++;
        assertError(infer(wrong, "content-encoding: gzip"), 400, broken + "its checksum or size is wrong");
        assertThat(infer(joined(whole, new byte[]{1, 2, 3}), "content-encoding: gzip").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"131072, 400", "131073, 413", "50000000, 413"})
    void theDecodedSizeIsBounded(int size, int status) throws IOException {
        byte[] spaces = new byte[size];
        Arrays.fill(spaces, (byte) ' ');
        byte[] gzip = gzip(spaces);
        assertThat(gzip).hasSizeLessThan(ServerLimits.DEFAULT.bodyBytes());
        RawClient.Response response = infer(gzip, "content-encoding: gzip");
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.body()).startsWith(status == 413
                ? "{\"error\":\"expected a body of at most 131072 bytes, also when it is decompressed, found a larger one"
                : "{\"error\":\"expected a JSON object");
    }

    @Test
    void predictIgnoresTheCodingAsFastApiDoes() throws IOException {
        try (RawClient client = new RawClient(server.uri())) {
            assertThat(client.send("POST", "/predict",
                    Map.of("content-type", "application/json", "content-encoding", "gzip"), gzip(bytes(BATCH))).body())
                    .isEqualTo("{\"detail\":\"There was an error parsing the body\"}");
        }
    }

    private static byte[] binary(String json, double... values) {
        ByteBuffer body = ByteBuffer.allocate(bytes(json).length + values.length * Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN).put(bytes(json));
        Arrays.stream(values).forEach(body::putDouble);
        return body.array();
    }

    private RawClient.Response inferBinary(String json, double... values) throws IOException {
        return infer(binary(json, values), "Inference-Header-Content-Length: " + bytes(json).length);
    }

    @Test
    void jsonAndBinaryTensorsMayBeMixed() throws IOException {
        assertPrice(inferBinary(BINARY, -73.999022));
    }

    @Test
    void theJsonMayBeTheWholeBody() throws IOException {
        assertPrice(inferBinary(BATCH));
    }

    @Test
    void binaryDataThatDoesNotFitIsRejected() throws IOException {
        assertError(inferBinary(BINARY), 400,
                "pickup_longitude: expected 8 bytes of binary data behind the JSON, found 0; "
                        + "does the header Inference-Header-Content-Length have the JSON's length?");
        assertError(inferBinary(BINARY, 1, 2), 400,
                "expected as many bytes behind the JSON as the tensors have in binary_data_size, found 8 more");
        assertError(inferBinary(BINARY.replace("size\":8", "size\":4"), 1), 400,
                "pickup_longitude: expected the binary_data_size 8, because the shape is [1] and the datatype FP64, found 4");
        assertError(inferBinary(BINARY.replace("size\":8", "size\":8.0"), 1), 400,
                "pickup_longitude: expected the binary_data_size 8, because the shape is [1] and the datatype FP64, found 8.0");
        assertError(inferBinary(BINARY.replaceFirst("\\[1]", "[1000000000]"), 1), 400,
                "pickup_longitude: expected the binary_data_size 8000000000, because the shape is [1000000000] and the datatype FP64, found 8");
        assertError(inferBinary(BINARY, Double.NaN), 400, "pickup_longitude: expected finite numbers as data");
    }

    @Test
    void binaryDataWithoutItsHeaderIsRejectedWithItsName() throws IOException {
        RawClient.Response response = infer(binary(BINARY, 1));
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).startsWith("{\"error\":\"expected a JSON object, found something else: ")
                .endsWith("; with binary data, Inference-Header-Content-Length has the length of the JSON\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1000", "x", "1.5", "", "99999999999"})
    void aWrongLengthOfTheJsonIsRejected(String length) throws IOException {
        byte[] body = bytes(BATCH);
        assertError(infer(body, "Inference-Header-Content-Length: " + length), 400,
                "Inference-Header-Content-Length: expected the length of the JSON, 0 to %d bytes, found %s"
                        .formatted(body.length, length));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void severalLengthsOfTheJsonMustBeEqual(int difference) throws IOException {
        int length = bytes(BATCH).length;
        RawClient.Response response = infer(bytes(BATCH), "Inference-Header-Content-Length: " + length,
                "inference-header-content-length: " + (length - difference));
        if (difference == 0) {
            assertPrice(response);
        } else {
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.body()).startsWith(
                    "{\"error\":\"Inference-Header-Content-Length: expected one length of the JSON, found ")
                    .contains(String.valueOf(length), String.valueOf(length - 1));
        }
    }
}
