package io.fareswarm.logging;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class JsonLogTest {
    private static LogRecord record(Level level, String message) {
        LogRecord record = new LogRecord(level, message);
        record.setLoggerName("io.fareswarm.Part");
        record.setInstant(Instant.parse("2026-01-01T10:00:00.5Z"));
        return record;
    }

    private static JsonNode line(LogRecord record) throws IOException {
        return new JsonMapper().readTree(new JsonLog(Map::of).format(record));
    }

    @Test
    void aLineHasTimeLevelLoggerAndMessage() {
        assertThat(new JsonLog(Map::of).format(record(Level.INFO, "leading"))).isEqualTo(
                "{\"time\":\"2026-01-01T10:00:00.500Z\",\"level\":\"info\",\"logger\":\"io.fareswarm.Part\",\"message\":\"leading\"}\n");
    }

    @Test
    void theEntriesOfTheContextStandBeforeTheMessage() {
        assertThat(new JsonLog(() -> Map.of("run", "3")).format(record(Level.INFO, "m")))
                .endsWith("\"logger\":\"io.fareswarm.Part\",\"run\":\"3\",\"message\":\"m\"}\n");
    }

    @ParameterizedTest
    @CsvSource({"SEVERE, error", "WARNING, warn", "INFO, info", "CONFIG, debug", "FINEST, debug"})
    void levelsHaveTheNamesThatPeopleUse(String level, String name) throws IOException {
        assertThat(line(record(Level.parse(level), "m")).path("level").asText()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines\r\n", "\"quoted\" \\ \t\u0000\u001b[31m", "é 漢 \uD83D\uDE95", "{0} 'it''s'",
            ""})
    void anyMessageIsOneLineAndReadAsItWas(String message) throws IOException {
        assertThat(new JsonLog(Map::of).format(record(Level.INFO, message))).hasLineCount(1).endsWith("}\n");
        assertThat(line(record(Level.INFO, message)).path("message").asText()).isEqualTo(message);
    }

    @Test
    void aFailureHasItsStackTraceCutToABound() throws IOException {
        LogRecord record = record(Level.SEVERE, "failed");
        record.setThrown(new IllegalStateException("x".repeat(10_000), new IOException("disk")));
        assertThat(line(record).path("error").asText()).startsWith("java.lang.IllegalStateException: xxx").hasSize(8000)
                .endsWith("…");
        IllegalStateException state = new IllegalStateException("state", new IOException("disk"));
        state.setStackTrace(new StackTraceElement[]{new StackTraceElement("Part", "work", "Part.java", 7)});
        record.setThrown(state);
        assertThat(line(record).path("error").asText()).startsWith(
                "java.lang.IllegalStateException: state\n\tat Part.work(Part.java:7)\nCaused by: java.io.IOException: disk");
    }

    @Test
    void theMessageOfALineIsRead() {
        assertThat(JsonLog.message(new JsonLog(Map::of).format(record(Level.INFO, "a \"b\"")))).contains("a \"b\"");
    }

    @Test
    void theMessageOfALineWithoutItsBeginningOrItsEndIsRead() {
        assertThat(JsonLog.message("vel\":\"info\",\"message\":\"9 rows\",\"error\":\"x\"}")).contains("9 rows");
        assertThat(JsonLog.message("{\"time\":\"2026\",\"message\":\"9 ro")).contains("9 ro…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"time\":\"2026", "ssage\":\"cut\"}", "Part.work(Part.java:7)\"}"})
    void aPartOfALineWithoutTheMessageHasNone(String part) {
        assertThat(JsonLog.message(part)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "", "{}", "7"})
    void anyOtherTextIsItsOwnMessage(String text) {
        assertThat(JsonLog.message(text)).contains(text);
    }
}
