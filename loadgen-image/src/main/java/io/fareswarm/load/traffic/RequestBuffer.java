package io.fareswarm.load.traffic;

import java.nio.ByteBuffer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// Reusable buffers for the bytes of one request. Head and body are separate, because the head's Content-Length is only
/// known after the body is written.
public final class RequestBuffer {
    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

    private final ByteOutput head = new ByteOutput();
    private final ByteOutput body = new ByteOutput();
    private int task;

    /// Index of the request's task in the slice.
    public int task() {
        return task;
    }

    /// Method and path of the request.
    public String line() {
        int end = 0;
        while (end < head.length() && head.array()[end] != '\r') {
            end++;
        }
        String line = new String(head.array(), 0, end, ISO_8859_1);
        return line.substring(0, line.lastIndexOf(' '));
    }

    /// Number of bytes of the whole request.
    public int length() {
        return head.length() + body.length();
    }

    /// Copies the whole request into a buffer, which must have enough space.
    public void putInto(ByteBuffer buffer) {
        buffer.put(head.array(), 0, head.length()).put(body.array(), 0, body.length());
    }

    void begin(int newTask) {
        task = newTask;
        head.clear();
        body.clear();
    }

    ByteOutput head() {
        return head;
    }

    ByteOutput body() {
        return body;
    }

    /// Completes a head that ends in `Content-Length: ` after the body is written.
    void endHead() {
        int digits = 1;
        for (int rest = body.length() / 10; rest > 0; rest /= 10) {
            digits++;
        }
        head.writeDigits(body.length(), digits);
        head.write(HEAD_END);
    }
}
