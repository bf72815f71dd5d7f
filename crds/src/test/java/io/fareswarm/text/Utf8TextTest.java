package io.fareswarm.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class Utf8TextTest {
    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void assertRejected(byte[] bytes, int line, String message) {
        Utf8Text.Malformed problem = catchThrowableOfType(Utf8Text.Malformed.class, () -> Utf8Text.decode(bytes));
        assertThat(problem).hasMessage(message);
        assertThat(problem.line()).isEqualTo(line);
    }

    @Test
    void textOfAllKindsOfCharactersIsDecoded() throws Exception {
        String text = "\ufeffa, Zoë, 東京, 🚕\r\n".repeat(3000);
        assertThat(Utf8Text.decode(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
        assertThat(Utf8Text.decode(new byte[0])).isEmpty();
    }

    @Test
    void theFirstByteThatIsNotUtf8IsNamedWithItsLineAndItsPlaceInTheLine() {
        assertRejected(latin1("a: b\r\nname: Zoë\nx: é"), 2,
                "expected text in UTF-8, found the byte 0xeb as byte 9 of the line; save the file as UTF-8");
        assertRejected(latin1("a\rb\n\n\rë"), 5,
                "expected text in UTF-8, found the byte 0xeb as byte 1 of the line; save the file as UTF-8");
        assertRejected(latin1("a: Ã«, ë"), 1,
                "expected text in UTF-8, found the byte 0xeb as byte 8 of the line; save the file as UTF-8");
    }

    @Test
    void anIncompleteCharacterIsNamedByItsFirstByte() {
        assertRejected(latin1("ab\u00e6\u009d"), 1,
                "expected text in UTF-8, found the byte 0xe6 as byte 3 of the line; save the file as UTF-8");
        assertRejected(latin1("\r\u00e6"), 2,
                "expected text in UTF-8, found the byte 0xe6 as byte 1 of the line; save the file as UTF-8");
    }

    @Test
    void surrogatesAndLongFormsAreNotUtf8() {
        assertRejected(latin1("\u00ed\u00a0\u0080"), 1,
                "expected text in UTF-8, found the byte 0xed as byte 1 of the line; save the file as UTF-8");
        assertRejected(latin1("\u00c0\u0080"), 1,
                "expected text in UTF-8, found the byte 0xc0 as byte 1 of the line; save the file as UTF-8");
    }

    @Test
    void aFaultIsFoundAtAnyOffsetOfALongText() {
        byte[] bytes = new byte[40_000];
        Arrays.fill(bytes, (byte) 'a');
        for (int at : new int[]{0, 1, 8191, 8192, 8193, 16_384, 39_999}) {
            bytes[at] = (byte) 0xff;
            assertThat(Utf8Text.firstFault(bytes, 0, bytes.length)).isEqualTo(at);
            assertThat(Utf8Text.firstFault(bytes, 0, at)).isEqualTo(at);
            assertThat(Utf8Text.firstFault(bytes, at + 1, bytes.length)).isEqualTo(bytes.length);
            bytes[at] = 'a';
        }
    }
}
