package io.fareswarm.model.train;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests rows that FastCSV and pandas read differently, and ends of rows. The expected fields are those of Python's CSV
/// reader.
class CsvRowTest {
    private static List<List<String>> rows(String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        List<List<String>> rows = new ArrayList<>();
        int end = 0;
        for (int next = RowEnds.first(bytes, 0, bytes.length); next >= 0;) {
            rows.add(CsvRow.of(bytes, end, next).fields());
            end = next;
            next = RowEnds.first(bytes, end, bytes.length);
        }
        assertThat(end).as("the end of the last row").isEqualTo(bytes.length);
        return rows;
    }

    @Test
    void textAfterAClosingQuoteIsTextUpToTheNextComma() {
        assertThat(rows("\"a\"b,c\n")).containsExactly(List.of("ab", "c"));
        assertThat(rows("\"a\"b\"c,d\"\n")).containsExactly(List.of("ab\"c", "d\""));
        assertThat(rows("\"a,\"b\"\",\"c\"\r\n")).containsExactly(List.of("a,b\"\"", "c"));
        assertThat(rows("\"a\" \"\n\"b\"\n")).containsExactly(List.of("a \""), List.of("b"));
        assertThat(rows("\"a\"\"b\"c\"d\"\r\"N\"A\n")).containsExactly(List.of("a\"bc\"d\""), List.of("NA"));
    }

    @Test
    void aQuoteInsideATextIsText() {
        assertThat(rows("a\"b,c\"\n \"a\n")).containsExactly(List.of("a\"b", "c\""), List.of(" \"a"));
    }

    @Test
    void quotesHoldCommasLineEndsAndDoubledQuotes() {
        assertThat(rows("\"a,\r\n\r\",\"\"\"\",\"\"\nb\n"))
                .containsExactly(List.of("a,\r\n\r", "\"", ""), List.of("b"));
    }

    @Test
    void aLineOfBlanksHasNoFieldsButALineOfQuotesHas() {
        assertThat(rows("\n \t\r\r\n\"\"\n\" \"\n,\n")).containsExactly(List.of(), List.of(), List.of(), List.of(""),
                List.of(" "), List.of("", ""));
    }

    @Test
    void aRowWithManyFieldsIsAccepted() {
        assertThat(rows(",".repeat(100_000) + "\n").getFirst()).hasSize(100_001);
    }

    @Test
    void linesAreCountedByLineFeedsAndTheRowsOwnEnd() {
        assertThat(CsvRow.of("\"a\n\r\n\"\r".getBytes(StandardCharsets.UTF_8), 0, 7).lines()).isEqualTo(3);
        assertThat(CsvRow.of("a\r\n".getBytes(StandardCharsets.UTF_8), 0, 3).lines()).isEqualTo(1);
    }

    @Test
    void aBufferIsCutAfterItsLastRowAndNeverWithinALineEndOrQuotes() {
        for (String rest : List.of("", "b", "\"b\n", "\"b\nc\"", "\"b\n\"c\"", "b\r")) {
            byte[] bytes = ("a,\"x\ny\"\n" + rest).getBytes(StandardCharsets.UTF_8);
            assertThat(RowEnds.last(bytes, bytes.length)).as(rest).isEqualTo(8);
        }
        assertThat(RowEnds.last("a\rb\r".getBytes(StandardCharsets.UTF_8), 4)).isEqualTo(2);
        assertThat(RowEnds.last("a\"\r".getBytes(StandardCharsets.UTF_8), 3)).isEqualTo(-1);
    }
}
