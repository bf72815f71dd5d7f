package io.fareswarm.load.traffic;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// One request as bytes, in a buffer that is drawn into again and again. The body is written first and the head before
/// it, backwards: only then is the Content-Length known. It grows with what is drawn.
public final class RequestBuffer {
    /// Digits of a Content-Length, and two line ends.
    private static final int LENGTH_ROOM = 16;

    private final ByteOutput drawnBody = new ByteOutput();
    private byte[] bytes;
    private int bodyFrom;
    private int from;
    private int to;
    private int task;

    /// @param headRoom the longest head that is always the same, without the digits of its Content-Length
    /// @param bodyRoom the longest body that is written at once
    RequestBuffer(int headRoom, int bodyRoom) {
        bodyFrom = headRoom + LENGTH_ROOM;
        bytes = new byte[bodyFrom + bodyRoom];
    }

    /// Which task it is, by its place in the slice.
    public int task() {
        return task;
    }

    /// The request line.
    public String line() {
        int end = from;
        while (end < to && bytes[end] != '\r') {
            end++;
        }
        String line = new String(bytes, from, end - from, java.nio.charset.StandardCharsets.ISO_8859_1);
        return line.substring(0, line.lastIndexOf(' '));
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

    /// Where a body of unknown length is written, before [#takeBody()].
    ByteOutput body() {
        drawnBody.clear();
        return drawnBody;
    }

    void takeBody() {
        if (drawnBody.length() > bytes.length - bodyFrom) {
            bytes = Arrays.copyOf(bytes, bodyFrom + drawnBody.length());
        }
        System.arraycopy(drawnBody.array(), 0, bytes, bodyFrom, drawnBody.length());
        to = bodyFrom + drawnBody.length();
    }

    /// Prefixes what was written since [#begin(int)] with its length and the head, which ends in `Content-Length: `.
    void endWithBody(byte[] head, int headLength) {
        makeRoom(headLength + LENGTH_ROOM);
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
        from = at - headLength;
        System.arraycopy(head, 0, bytes, from, headLength);
    }

    /// Makes the head, which ends in an empty line, the whole request.
    void endWithoutBody(byte[] head, int headLength) {
        makeRoom(headLength);
        from = bodyFrom - headLength;
        System.arraycopy(head, 0, bytes, from, headLength);
    }

    /// Moves the body back when there is less room before it.
    private void makeRoom(int room) {
        if (room > bodyFrom) {
            byte[] roomier = new byte[room + bytes.length - bodyFrom];
            System.arraycopy(bytes, bodyFrom, roomier, room, to - bodyFrom);
            to += room - bodyFrom;
            bodyFrom = room;
            bytes = roomier;
        }
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
