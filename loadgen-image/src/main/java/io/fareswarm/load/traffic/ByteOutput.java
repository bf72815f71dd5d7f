package io.fareswarm.load.traffic;

import java.util.Arrays;

/// A byte array that grows when bytes are written, and can be cleared for reuse.
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
        reserve(1);
        array[length++] = (byte) b;
    }

    void write(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, array, length, bytes.length);
        length += bytes.length;
    }

    /// Writes the lowest `count` decimal digits of a number, with leading zeros. The number must not be negative.
    void writeDigits(int number, int count) {
        reserve(count);
        int rest = number;
        for (int at = length + count - 1; at >= length; at--) {
            array[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
    }

    /// Writes the lowest `count` hexadecimal digits of a number.
    void writeHex(long number, int count) {
        reserve(count);
        long rest = number;
        for (int at = length + count - 1; at >= length; at--) {
            int digit = (int) rest & 0xf;
            array[at] = (byte) (digit < 10 ? '0' + digit : 'a' - 10 + digit);
            rest >>>= 4;
        }
        length += count;
    }

    private void reserve(int more) {
        if (more > array.length - length) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, length + more));
        }
    }
}
