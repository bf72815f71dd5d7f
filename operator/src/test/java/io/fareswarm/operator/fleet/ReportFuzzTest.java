package io.fareswarm.operator.fleet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import io.fareswarm.operator.result.MergedResult;
import io.fareswarm.operator.result.RandomRun;
import io.fareswarm.operator.result.ResultAccumulator;
import io.fareswarm.operator.result.RoomExhausted;
import io.fareswarm.protocol.Report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/// Changes reports at random, with fixed seeds, and reads them.
class ReportFuzzTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final long NEWEST = 100;

    private final RandomRun run = new RandomRun(3, 2, 6, 1);
    private final List<byte[]> reports = run.reports("worker-1").stream().map(ReportFuzzTest::json).toList();
    private final byte[] last = json(run.last("worker-1", 3));
    private int added;

    private static byte[] json(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] any(Random random) {
        return random.nextInt(4) == 0 ? last : reports.get(random.nextInt(reports.size()));
    }

    /// Reads a report of another worker beside those of an honest one. Either the result is as without it, or the report is
    /// whole, and the honest worker's part is unchanged.
    private void read(byte[] text, String what) {
        ResultAccumulator results = new ResultAccumulator(RandomRun.TASKS);
        run.reports("worker-0").forEach(report -> results.add("honest", report));
        long requests = results.requests("honest");
        MergedResult before = results.measured();
        try {
            Report report = ResponseReader.read(new ByteArrayInputStream(text), Report.class);
            ReportCheck.require(report, -1, NEWEST);
            results.add("hostile", report);
            added++;
        } catch (IllegalArgumentException | IOException | RoomExhausted e) {
            assertThat(results.measured()).as("%s, rejected with: %s", what, e).isEqualTo(before);
            return;
        }
        MergedResult after = results.measured();
        after.result(1_000_000_000);
        after.lastSeconds(60);
        after.stalledSeconds(10_000);
        results.report("hostile", run.last("worker-0", 1).status());
        assertThat(results.requests("honest")).as(what).isEqualTo(requests);
        assertThat(after.samples(null).requests()).as(what).isGreaterThanOrEqualTo(requests)
                .isEqualTo(requests + results.requests("hostile"));
    }

    @Test
    void changedBytesNeverDisturbTheResult() {
        Random random = new Random(1);
        for (int i = 0; i < 1200; i++) {
            byte[] text = any(random).clone();
            for (int change = random.nextInt(1, 8); change > 0; change--) {
                text[random.nextInt(text.length)] = (byte) random.nextInt(random.nextBoolean() ? 256 : 128);
            }
            read(random.nextInt(10) == 0 ? Arrays.copyOf(text, random.nextInt(text.length)) : text,
                    "changed bytes, case " + i);
        }
        assertThat(added).isPositive();
    }

    @Test
    void changedFieldsNeverDisturbTheResult() throws IOException {
        Random random = new Random(2);
        for (int i = 0; i < 1200; i++) {
            JsonNode report = JSON.readTree(any(random));
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                mutate(report, random);
            }
            read(json(report), "changed fields, case " + i);
        }
        assertThat(added).isPositive();
    }

    private static void mutate(JsonNode report, Random random) {
        List<ContainerNode<?>> containers = new ArrayList<>();
        collect(report, containers);
        ContainerNode<?> place = containers.get(random.nextInt(containers.size()));
        if (place instanceof ObjectNode object && !object.isEmpty()) {
            String name = List.copyOf(object.properties()).get(random.nextInt(object.size())).getKey();
            if (random.nextInt(8) == 0) {
                object.remove(name);
            } else {
                object.set(random.nextInt(20) == 0 ? "x" + name : name, other(object.get(name), report, random));
            }
        } else if (place instanceof ArrayNode array && !array.isEmpty()) {
            JsonNode element = array.get(random.nextInt(array.size()));
            switch (random.nextInt(3)) {
                case 0 -> array.remove(random.nextInt(array.size()));
                case 1 -> IntStream.range(0, random.nextInt(700)).forEach(_ -> array.add(element));
                default -> array.set(random.nextInt(array.size()), other(element, report, random));
            }
        }
    }

    private static void collect(JsonNode node, List<ContainerNode<?>> containers) {
        if (node instanceof ContainerNode<?> container) {
            containers.add(container);
            node.forEach(child -> collect(child, containers));
        }
    }

    private static JsonNode other(JsonNode old, JsonNode report, Random random) {
        if (old.isTextual() && old.textValue().length() > 40 && random.nextInt(4) > 0) {
            return NODES.textNode(histogram(old.textValue(), random));
        }
        return switch (random.nextInt(12)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.numberNode(-random.nextLong(1, Long.MAX_VALUE));
            case 2 -> NODES.numberNode(Long.MAX_VALUE - random.nextInt(2));
            case 3 -> NODES.numberNode(1L << random.nextInt(63));
            case 4 -> NODES.numberNode(random.nextBoolean() ? 1e308 : 0.5);
            case 5 -> NODES.textNode(random.nextBoolean() ? "NaN" : "Infinity");
            case 6 -> NODES.textNode("x".repeat(random.nextInt(2000)));
            case 7 -> NODES.arrayNode();
            case 8 -> NODES.objectNode();
            case 9 -> NODES.booleanNode(random.nextBoolean());
            case 10 -> old.isNumber() ? NODES.numberNode(old.asLong() + random.nextInt(-2, 3)) : NODES.numberNode(0);
            default -> report.at(List.of("/status", "/intervals", "/total", "/elapsedMicros").get(random.nextInt(4)))
                    .deepCopy();
        };
    }

    private static String histogram(String text, Random random) {
        byte[] bytes = Base64.getDecoder().decode(text);
        for (int change = random.nextInt(1, 4); change > 0; change--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return Base64.getEncoder()
                .encodeToString(random.nextInt(5) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
    }

    @Test
    void aTreeThatIsTooDeepOrTooWideIsNoReport() {
        String status = "{\"status\":{\"state\":\"Running\"},\"intervals\":[],\"x\":";
        read((status + "[".repeat(500_000)).getBytes(UTF_8), "an open depth");
        read((status + "[".repeat(50) + "]".repeat(50) + "}").getBytes(UTF_8), "a closed depth");
        read((status + "[0" + ",0".repeat(500_000) + "]}").getBytes(UTF_8), "a width");
        read((status + "\"" + "x".repeat(1_000_000) + "\"}").getBytes(UTF_8), "a long text");
        read((status + "9".repeat(1_000_000) + "}").getBytes(UTF_8), "a long number");
        read((status + "NaN}").getBytes(UTF_8), "no number");
        read((status + "0}{}").getBytes(UTF_8), "two values");
        read("null".getBytes(UTF_8), "null");
        assertThat(added).isZero();
        read((status + "0}").getBytes(UTF_8), "a field of a newer protocol");
        assertThat(added).isEqualTo(1);
    }
}
