package io.fareswarm.load.traffic;

import java.nio.ByteBuffer;

/// One request as bytes, in a buffer that is drawn into again and again. The body is written first and the head before
/// it, backwards: only then is the Content-Length known.
public final class Request {
    private final byte[] bytes;
    private final int bodyFrom;
    private int from;
    private int to;
    private int task;

    /// @param headRoom the longest head, without the digits of its Content-Length
    /// @param bodyRoom the longest body
    Request(int headRoom, int bodyRoom) {
        bodyFrom = headRoom + 16;
        bytes = new byte[bodyFrom + bodyRoom];
    }

    /// Which task it is, by its place in the slice.
    public int task() {
        return task;
    }

    /// Bytes that a request may have at most.
    public int capacity() {
        return bytes.length;
    }

    /// Bytes of the whole request.
    public int length() {
        return to - from;
    }

    /// Puts the whole request into a buffer, which must have room for it.
    public void putInto(ByteBuffer buffer) {
        buffer.put(bytes, from, to - from);
    }

    void begin(int newTask) {
        task = newTask;
        to = bodyFrom;
    }

    /// Prefixes what was written since [#begin(int)] with its length and the head, which ends in `Content-Length: `.
    void endWithBody(byte[] head) {
        int at = bodyFrom;
        bytes[--at] = '\n';
        bytes[--at] = '\r';
        bytes[--at] = '\n';
        bytes[--at] = '\r';
        int length = to - bodyFrom;
        do {
            bytes[--at] = (byte) ('0' + length % 10);
            length /= 10;
        } while (length > 0);
        from = at - head.length;
        System.arraycopy(head, 0, bytes, from, head.length);
    }

    /// Makes the head, which ends in an empty line, the whole request.
    void endWithoutBody(byte[] head) {
        from = bodyFrom - head.length;
        System.arraycopy(head, 0, bytes, from, head.length);
    }

    void write(byte character) {
        bytes[to++] = character;
    }

    void write(byte[] text) {
        System.arraycopy(text, 0, bytes, to, text.length);
        to += text.length;
    }

    /// Writes the lowest `count` digits of a number that is not negative, with leading zeros.
    void writeDigits(int number, int count) {
        int rest = number;
        for (int at = to + count - 1; at >= to; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        to += count;
    }

    /// Writes the lowest `count` hexadecimal digits.
    void writeHex(long number, int count) {
        long rest = number;
        for (int at = to + count - 1; at >= to; at--) {
            int digit = (int) rest & 0xf;
            bytes[at] = (byte) (digit < 10 ? '0' + digit : 'a' - 10 + digit);
            rest >>>= 4;
        }
        to += count;
    }
}
