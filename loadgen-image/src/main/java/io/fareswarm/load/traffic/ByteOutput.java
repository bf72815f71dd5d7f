package io.fareswarm.load.traffic;

import java.util.Arrays;

/// Bytes that are written again and again into an array that grows.
final class ByteOutput {
    private byte[] array = new byte[512];
    private int length;

    void clear() {
        length = 0;
    }

    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }

    byte[] copy() {
        return Arrays.copyOf(array, length);
    }

    void write(int b) {
        if (length == array.length) {
            array = Arrays.copyOf(array, length * 2);
        }
        array[length++] = (byte) b;
    }

    void write(byte[] bytes) {
        if (bytes.length > array.length - length) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, length + bytes.length));
        }
        System.arraycopy(bytes, 0, array, length, bytes.length);
        length += bytes.length;
    }
}
