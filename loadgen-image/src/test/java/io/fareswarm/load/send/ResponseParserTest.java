package io.fareswarm.load.send;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

class ResponseParserTest {

    /// @param keepsAlive whether the response keeps the connection open
    private record Case(String response, boolean toHead, int status, boolean keepsAlive) {
        Case(String response, int status, boolean keepsAlive) {
            this(response, false, status, keepsAlive);
        }
    }

    private static final List<Case> WHOLE = List.of(
            new Case("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, true),
            new Case("HTTP/1.1 200 OK\r\ncontent-LENGTH:5 \r\nContent-Type: text/plain\r\n\r\nhello", 200, true),
            new Case("HTTP/1.1 200 OK\nContent-Length: 5\n\nhello", 200, true),
            new Case("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", 200, true),
            new Case("HTTP/1.1 422 \r\nServer: x\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\n{}", 422, true),
            new Case("HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 1\r\n\r\n.", 200, false),
            new Case("HTTP/1.1 200 OK\r\nConnection: upgrade, close\r\nContent-Length: 1\r\n\r\n.", 200, false),
            new Case("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\n.", 200, false),
            new Case("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\n.", 200, true),
            new Case("HTTP/1.1 204 No Content\r\nContent-Length: 99\r\n\r\n", 204, true),
            new Case("HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n", 304, true),
            new Case("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", true, 200, true),
            new Case("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", true, 200, true),
            new Case("HTTP/1.1 304 Not Modified\r\nContent-Length: 1073741825\r\n\r\n", 304, true),
            new Case(
                    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nContent-Length: 7\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 1\r\n\r\n.",
                    201, true),
            new Case("HTTP/1.1 101 Switching Protocols\r\n\r\n", 101, false),
            new Case("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 200, true),
            new Case(
                    "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: Chunked\r\n\r\n1a;name=\"v\"\r\nabcdefghijklmnopqrstuvwxyz\r\n00A  \r\n0123456789\r\n0;x\r\nTrailer: t\r\nA: b\r\n\r\n",
                    200, true),
            new Case("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n1\n.\n0\n\n", 200, true),
            new Case("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 200, true),
            new Case("HTTP/1.1 200 OK\r\nTest: t\r\nCookie: c\r\nC: d\r\n folded\r\nContent-Length: 1\r\n\r\n.", 200,
                    true));

    private static final List<String> BROKEN = List.of("SSH-2.0-OpenSSH_9.2\r\n", "HTTP/2.0 200 OK\r\n\r\n",
            "HTTP/1.1200 OK\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 099 OK\r\n\r\n",
            "HTTP/1.1 600 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1073741825\r\n\r\n", "HTTP/1.1 200 OK\r\nContent\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\rX\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5!\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\rX\n");

    /// Passes the bytes to the parser in pieces of the given lengths; the last length repeats. Returns the number of
    /// bytes that were parsed.
    private static int feed(ResponseParser parser, String text, int... lengths) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        int at = 0;
        for (int piece = 0; at < bytes.length; piece++) {
            int to = Math.min(bytes.length, at + lengths[Math.min(piece, lengths.length - 1)]);
            int used = parser.parse(bytes, at, to);
            if (used < to || parser.problem() != null) {
                return used;
            }
            at = to;
        }
        return at;
    }

    private static void assertWhole(Case example, int... lengths) {
        ResponseParser parser = new ResponseParser();
        parser.begin(example.toHead, null);
        assertThat(parser.hasBegun()).isFalse();
        assertThat(feed(parser, example.response, lengths)).as(example.response).isEqualTo(example.response.length());
        assertThat(parser.isDone()).as(example.response).isTrue();
        assertThat(parser.hasBegun()).isTrue();
        assertThat(parser.problem()).isNull();
        assertThat(parser.status()).isEqualTo(example.status);
        assertThat(parser.keepsConnection()).as(example.response).isEqualTo(example.keepsAlive);
    }

    @Test
    void aResponseIsParsedAlikeInOnePieceByteByByteOrCutAnywhere() {
        for (Case example : WHOLE) {
            assertWhole(example, example.response.length());
            assertWhole(example, 1);
            for (int cut = 1; cut < example.response.length(); cut++) {
                assertWhole(example, cut, example.response.length());
            }
        }
    }

    @Test
    void aResponseIsNotDoneBeforeItsLastByte() {
        for (Case example : WHOLE) {
            ResponseParser parser = new ResponseParser();
            parser.begin(example.toHead, null);
            feed(parser, example.response.substring(0, example.response.length() - 1), 3);
            assertThat(parser.isDone()).as(example.response).isFalse();
            assertThat(parser.end()).as(example.response).isFalse();
        }
    }

    @Test
    void bytesAfterAResponseAreNotRead() {
        for (Case example : WHOLE) {
            ResponseParser parser = new ResponseParser();
            parser.begin(example.toHead, null);
            assertThat(feed(parser, example.response + "HTTP/1.1", 1 << 20)).isEqualTo(example.response.length());
            parser.begin(false, null);
            assertThat(parser.isDone()).isFalse();
        }
    }

    @Test
    void aBodyWithoutALengthEndsWithTheConnection() {
        for (String head : List.of("HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.0 200 OK\r\nServer: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: gzip\r\n\r\n")) {
            ResponseParser parser = new ResponseParser();
            parser.begin(false, null);
            feed(parser, head + "any number of bytes", 2);
            assertThat(parser.isDone()).isFalse();
            assertThat(parser.end()).isTrue();
            assertThat(parser.status()).isEqualTo(200);
            assertThat(parser.keepsConnection()).isFalse();
        }
    }

    @Test
    void bytesThatAreNotHttpAreRejectedWithWhatWasExpectedAndFound() {
        for (String bytes : BROKEN) {
            for (int length : new int[]{1, 2, 7, bytes.length()}) {
                ResponseParser parser = new ResponseParser();
                parser.begin(false, null);
                feed(parser, bytes, length);
                assertThat(parser.problem()).as(bytes).startsWith("expected ").contains(", found ");
                assertThat(parser.isDone()).isFalse();
                assertThat(parser.end()).isFalse();
            }
        }
    }

    @Test
    void anEndlessHeadOrTrailerIsRejected() {
        for (String start : List.of("HTTP/1.1 200 ", "HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\nC",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nT: ")) {
            ResponseParser parser = new ResponseParser();
            parser.begin(false, null);
            feed(parser, start + "x".repeat(ResponseParser.MAX_LINES), 100);
            assertThat(parser.problem()).contains("longer");
        }
    }

    @Test
    void endlessInterimResponsesAreRejected() {
        ResponseParser parser = new ResponseParser();
        parser.begin(false, null);
        feed(parser, "HTTP/1.1 100 Continue\r\n\r\n".repeat(2000), 1000);
        assertThat(parser.problem()).contains("longer");
    }

    @Test
    void theBoundOfHeaderLinesDoesNotCountTheChunksOfABody() {
        ResponseParser parser = new ResponseParser();
        parser.begin(false, null);
        feed(parser,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + "1\r\n.\r\n".repeat(50_000) + "0\r\n\r\n",
                1000);
        assertThat(parser.isDone()).isTrue();
    }

    @Test
    void randomBytesNeverThrow() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            Case example = WHOLE.get(random.nextInt(WHOLE.size()));
            byte[] bytes = example.response.getBytes(ISO_8859_1);
            for (int i = random.nextInt(4); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            ResponseParser parser = new ResponseParser();
            parser.begin(random.nextBoolean(), null);
            feed(parser, new String(bytes, ISO_8859_1), 1 + random.nextInt(50));
            if (parser.isDone()) {
                assertThat(parser.problem()).isNull();
                assertThat(parser.status()).isBetween(100, 599);
            }
        }
    }
}
