package io.fareswarm.model.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

/// Answers as bytes, one after the other, until they are sent. One thread's.
final class Output {
    private static final int FIRST = 4096;
    /// A larger array is not kept for the answers after those that it was for.
    private static final int LARGEST_KEPT = 256 << 10;
    private static final byte[] GO_ON = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LENGTH = "content-length: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "connection: close\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LINE_END = "\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final DateTimeFormatter DATE = DateTimeFormatter
            .ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    /// Status line, date and what each answer has, of the statuses that answers had in this second.
    private final byte[][] begins = new byte[600][];
    private final String everywhere;
    private byte[] bytes = new byte[FIRST];
    private int length;
    private long second;

    /// @param everywhere header lines that each answer has
    Output(String everywhere) {
        this.everywhere = everywhere;
    }

    int length() {
        return length;
    }

    /// All that was added since the last time.
    ByteBuffer take() {
        ByteBuffer taken = ByteBuffer.wrap(bytes, 0, length);
        drop();
        return taken;
    }

    /// Bytes of memory that it takes.
    int held() {
        return bytes.length;
    }

    /// Forgets what was added for a connection that is closed: the next one's client must not get it.
    void drop() {
        length = 0;
        if (bytes.length > LARGEST_KEPT) {
            bytes = new byte[FIRST];
        }
    }

    void goOn() {
        add(GO_ON, GO_ON.length);
    }

    /// @param last whether the connection ends with it
    /// @param bodiless whether only the head is sent
    void add(Answer answer, boolean last, boolean bodiless) {
        byte[] begin = begin(answer.status());
        add(begin, begin.length);
        if (!answer.contentType().isEmpty()) {
            add("content-type: ");
            add(answer.contentType());
            add(LINE_END, LINE_END.length);
        }
        add(LENGTH, LENGTH.length);
        add(Integer.toString(answer.body().length));
        add(LINE_END, LINE_END.length);
        add(answer.headers());
        if (last) {
            add(CLOSE, CLOSE.length);
        }
        add(LINE_END, LINE_END.length);
        if (!bodiless) {
            add(answer.body(), answer.body().length);
        }
    }

    private byte[] begin(int status) {
        long now = System.currentTimeMillis() / 1000;
        if (now != second) {
            second = now;
            Arrays.fill(begins, null);
        }
        byte[] begin = begins[status];
        if (begin == null) {
            begin = "HTTP/1.1 %d %s\r\ndate: %s\r\n%s".formatted(status, Reason.of(status),
                    DATE.format(Instant.ofEpochSecond(now)), everywhere).getBytes(StandardCharsets.ISO_8859_1);
            begins[status] = begin;
        }
        return begin;
    }

    @SuppressWarnings("deprecation") // the fast way to take the low bytes, which is all that headers have
    private void add(String text) {
        reserve(text.length());
        text.getBytes(0, text.length(), bytes, length);
        length += text.length();
    }

    private void add(byte[] more, int count) {
        reserve(count);
        System.arraycopy(more, 0, bytes, length, count);
        length += count;
    }

    private void reserve(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
        }
    }
}
