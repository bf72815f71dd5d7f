package io.fareswarm.load.traffic;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.fareswarm.api.Task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DataRowsTest {
    private static List<String> values(String csv, String column, int count) {
        DataRows rows = new DataRows(csv, Task.RowOrder.sequential);
        return IntStream.range(0, count).mapToObj(number -> {
            rows.select(1, 0, number);
            return rows.value(rows.column(column));
        }).toList();
    }

    private static void assertRejected(String csv, String message) {
        assertThatThrownBy(() -> new DataRows(csv, Task.RowOrder.sequential))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void quotedFieldsHoldCommasQuotesAndLineEnds() {
        assertThat(values("id,name\n1,\"a, \"\"b\"\"\"\n2,\"c\r\nd\ne\"\n3,\"\"\n4, f \"g\" \n", "name", 4))
                .containsExactly("a, \"b\"", "c\r\nd\ne", "", " f \"g\" ");
    }

    @Test
    void theFirstRowFollowsTheLast() {
        assertThat(values("id\n1\n2\n", "id", 3)).containsExactly("1", "2", "1");
    }

    @Test
    void linesEndInLfCrOrCrlfAndEmptyOnesAreSkipped() {
        assertThat(values("\r\n\n id , name \r\n\r\n1,a\n\n2,b\r3,c", "name", 3)).containsExactly("a", "b", "c");
    }

    @Test
    void aByteOrderMarkIsNotPartOfTheFirstColumn() {
        assertThat(values("\ufeff\"id\"\n7\n", "id", 1)).containsExactly("7");
    }

    @Test
    void aQuotedEmptyFieldAloneOnItsLineIsARow() {
        assertThat(values("id\n1\n\"\"\n3\n", "id", 3)).containsExactly("1", "", "3");
    }

    @Test
    void aMalformedTableIsRejectedWithTheLineOfItsFirstError() {
        assertRejected("id,name\n1,a\n2,b,c\n", "expected 2 fields in row 2 of data, found 3");
        assertRejected("id,name\n1\n", "expected 2 fields in row 1 of data, found 1");
        assertRejected("id\n\n\"1\n2\n",
                "expected CSV as in RFC 4180 in data, found: Unclosed quoted field at end of input "
                        + "(record starting at line 3)");
        assertRejected("id,name\n\"1\"0,a\n",
                "expected CSV as in RFC 4180 in data, found: Unexpected character after closing quote: "
                        + "'0' (0x30) (record starting at line 2)");
        assertRejected("id\n" + ",".repeat(DataRows.MAX_COLUMNS) + "\n",
                "expected CSV as in RFC 4180 in data, found: Record "
                        + "starting at line 2 has surpassed the maximum limit of 16384 fields");
    }

    @Test
    void tablesHaveOneToAHundredThousandRows() {
        String expected = "expected a line with the columns' names and 1 to 100000 rows in data, found ";
        assertRejected("", expected + "0 rows");
        assertRejected("id\n", expected + "0 rows");
        assertRejected("id\n" + "1\n".repeat(DataRows.MAX_ROWS + 1), expected + "100001 rows");
        assertThat(values("id\n" + "1\n".repeat(DataRows.MAX_ROWS), "id", 1)).containsExactly("1");
    }
}
