package io.fareswarm.load.traffic;

import java.nio.ByteBuffer;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import io.fareswarm.api.Task;
import io.fareswarm.load.Slices;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RequestGeneratorTest {
    private static final List<String> FIELDS = List.of("id", "pickup_datetime", "pickup_longitude", "pickup_latitude",
            "dropoff_longitude", "dropoff_latitude", "passenger_count");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int ROUNDS = 20_000;

    private static String text(RequestGenerator generator, long source, long number) {
        RequestBuffer request = new RequestBuffer();
        generator.draw(source, number, request);
        return text(request);
    }

    private static String text(RequestBuffer request) {
        ByteBuffer buffer = ByteBuffer.allocate(request.length());
        request.putInto(buffer);
        return new String(buffer.array(), US_ASCII);
    }

    private static RequestGenerator rides(long seed) {
        return new RequestGenerator(Slices.RIDES, new RequestBase("taxi:8000", "/v1", false), seed,
                new ReferencedFiles(null));
    }

    private static JsonNode body(String request) throws JsonProcessingException {
        return MAPPER.readTree(request.substring(request.indexOf("\r\n\r\n") + 4));
    }

    @Test
    void theHeadDeclaresTheTypeAndTheLengthOfTheBody() {
        String request = text(rides(42), 0, 0);
        int end = request.indexOf("\r\n\r\n");
        assertThat(request.substring(0, end).split("\r\n")).containsExactly("POST /v1/predict HTTP/1.1",
                "Host: taxi:8000", "User-Agent: fareswarm", "Accept: */*", "Content-Type: application/json",
                "Content-Length: " + (request.length() - end - 4));
    }

    @Test
    void aValidRideHasItsSevenFieldsInOrderAndWithinTheirBounds() throws Exception {
        RequestGenerator generator = new RequestGenerator(List.of(Slices.ride("ride", 1, 0, "200")),
                new RequestBase("taxi", "", false), 42,
                new ReferencedFiles(null));
        Set<Integer> passengers = new TreeSet<>();
        Set<String> ids = new HashSet<>();
        DateTimeFormatter format = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
        for (int i = 0; i < ROUNDS; i++) {
            JsonNode ride = body(text(generator, 3, i));
            assertThat(ride.fieldNames()).toIterable().containsExactlyElementsOf(FIELDS);
            assertThat(UUID.fromString(ride.get("id").textValue()).version()).isEqualTo(4);
            assertThat(UUID.fromString(ride.get("id").textValue()).variant()).isEqualTo(2);
            ids.add(ride.get("id").textValue());
            LocalDateTime pickup = LocalDateTime.parse(ride.get("pickup_datetime").textValue(), format);
            assertThat(pickup).isBetween(LocalDateTime.of(2015, 1, 1, 0, 0, 0),
                    LocalDateTime.of(2025, 12, 31, 23, 59, 59));
            for (String field : List.of("pickup_longitude", "dropoff_longitude")) {
                assertThat(ride.get(field).doubleValue()).isBetween(-74.084930, -73.561707);
            }
            for (String field : List.of("pickup_latitude", "dropoff_latitude")) {
                assertThat(ride.get(field).doubleValue()).isBetween(40.543026, 40.949825);
            }
            passengers.add(ride.get("passenger_count").intValue());
        }
        assertThat(ids).hasSize(ROUNDS);
        assertThat(passengers).containsExactly(1, 2, 3, 4);
    }

    @Test
    void aRideWithAFieldMissingLacksOneFieldAndEachEquallyOften() throws Exception {
        RequestGenerator generator = new RequestGenerator(List.of(Slices.ride("ride", 1, 1, "422")),
                new RequestBase("taxi", "", false), 42,
                new ReferencedFiles(null));
        Map<String, Integer> missing = new HashMap<>();
        int rounds = 7_000;
        for (int i = 0; i < rounds; i++) {
            JsonNode ride = body(text(generator, 0, i));
            assertThat(ride.size()).isEqualTo(6);
            FIELDS.stream().filter(field -> !ride.has(field)).forEach(field -> missing.merge(field, 1, Integer::sum));
        }
        assertThat(missing.keySet()).containsExactlyInAnyOrderElementsOf(FIELDS);
        assertThat(missing.values()).allSatisfy(count -> assertThat(count).isBetween(850, 1150));
    }

    @Test
    void theTextAndTheNumericFormOfARideAreTheSame() {
        KeyedRandom random = new KeyedRandom();
        RideProvider ride = new TaxiFaker(random).ride();
        RideWriter writer = new RideWriter(ride);
        for (int key = 0; key < ROUNDS; key++) {
            random.setSeed(key);
            RequestBuffer request = new RequestBuffer();
            writer.write(request.body(), 0);
            request.endHead();
            String written = text(request);
            random.setSeed(key);
            String expected = "{\"id\":\"%s\",\"pickup_datetime\":\"%s\",\"pickup_longitude\":%.6f,\"pickup_latitude\":%.6f,\"dropoff_longitude\":%.6f,\"dropoff_latitude\":%.6f,\"passenger_count\":%d}"
                    .formatted(ride.id(), ride.pickupDatetime(), ride.longitude(), ride.latitude(), ride.longitude(),
                            ride.latitude(), ride.passengerCount());
            assertThat(written).endsWith("\r\n\r\n" + expected);
        }
    }

    @Test
    void pickupsAreFromTheFirstSecondOf2015ToTheLastOf2025() {
        assertThat(LocalDateTime.of(2015, 1, 1, 0, 0, 0).toEpochSecond(ZoneOffset.UTC))
                .isEqualTo(RideProvider.FIRST_PICKUP);
        assertThat(LocalDateTime.of(2025, 12, 31, 23, 59, 59).toEpochSecond(ZoneOffset.UTC))
                .isEqualTo(RideProvider.LAST_PICKUP);
    }

    @Test
    void theSameSeedGivesTheSameRequestsInAnyOrderAndAnotherSeedGivesOthers() {
        RequestGenerator one = rides(42);
        RequestGenerator same = rides(42);
        RequestGenerator other = rides(43);
        for (int number = 999; number >= 0; number--) {
            same.draw(7, number, new RequestBuffer());
        }
        Set<String> all = new HashSet<>();
        for (int number = 0; number < 1000; number++) {
            String request = text(one, RequestGenerator.ARRIVALS, number);
            assertThat(request).isEqualTo(text(same, RequestGenerator.ARRIVALS, number))
                    .isNotEqualTo(text(other, RequestGenerator.ARRIVALS, number)).isNotEqualTo(text(one, 0, number));
            all.add(request);
        }
        assertThat(all).hasSize(1000);
    }

    @Test
    void tasksAreDrawnByWeightAndFoundWithoutDrawingTheRequest() {
        RequestGenerator generator = rides(42);
        RequestBuffer request = new RequestBuffer();
        int valid = 0;
        for (int i = 0; i < 60_000; i++) {
            generator.draw(5, i, request);
            assertThat(generator.task(5, i)).isEqualTo(request.task());
            valid += request.task() == 0 ? 1 : 0;
        }
        assertThat(valid).isBetween(49_500, 50_500);
    }

    @Test
    void aRequestWithoutABodyIsItsHeadAlone() {
        assertThat(text(
                new RequestGenerator(List.of(Slices.plain(Task.Method.GET, "/a?b=1", "200")),
                        new RequestBase("taxi", "", false), 1,
                        new ReferencedFiles(null)),
                0,
                0))
                .isEqualTo("GET /a?b=1 HTTP/1.1\r\nHost: taxi\r\nUser-Agent: fareswarm\r\nAccept: */*\r\n\r\n");
        assertThat(text(new RequestGenerator(List.of(Slices.plain(Task.Method.POST, "/", "200")),
                new RequestBase("taxi", "", false), 1,
                new ReferencedFiles(null)), 0, 0))
                .endsWith("\r\nContent-Length: 0\r\n\r\n");
    }

    @Test
    void onlyTasksWithTheMethodHeadExpectNoResponseBody() {
        RequestGenerator generator = new RequestGenerator(
                List.of(Slices.plain(Task.Method.GET, "/", "200"), Slices.plain(Task.Method.HEAD, "/", "200")),
                new RequestBase("taxi", "", false), 1, new ReferencedFiles(null));
        assertThat(generator.isHead(0)).isFalse();
        assertThat(generator.isHead(1)).isTrue();
    }

    @Test
    void tasksThatCannotBeSentAreRejected() {
        assertThatThrownBy(
                () -> new RequestGenerator(List.of(), new RequestBase("taxi", "", false), 1, new ReferencedFiles(null)))
                .hasMessageContaining("found 0");
        for (String path : List.of("", "predict", "/a b", "/a\r\nHost: other", "/\u00e9")) {
            assertThatThrownBy(
                    () -> new RequestGenerator(List.of(Slices.plain(Task.Method.GET, path, "200")),
                            new RequestBase("taxi", "", false), 1,
                            new ReferencedFiles(null)))
                    .as(path).hasMessageContaining("request.path");
        }
        assertThatThrownBy(() -> new RequestGenerator(List.of(Slices.ride("ride", 0, 0, "200")),
                new RequestBase("taxi", "", false), 1,
                new ReferencedFiles(null)))
                .hasMessageContaining("weight");
    }
}
