package io.fareswarm.operator.result;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

import org.HdrHistogram.Histogram;

import io.fareswarm.protocol.BoundedSum;
import io.fareswarm.protocol.WorkerProtocol;

/// Packed bucket counts of one histogram, immutable, in the format of HdrHistogram's V2 payload: ZigZag LEB128 numbers. A
/// positive number is the count of one bucket, a negative one the length of a run of empty buckets.
///
/// A histogram object with the protocol's range takes 188 kB, and a run of 1,000 workers has 4,000 of them; packed, each
/// takes some kB. HdrHistogram's own packed histogram takes milliseconds to decode. So this class decodes and adds counts,
/// and [#histogram()] makes a histogram object only of the sum. Equal counts have equal bytes.
final class BucketCounts {
    static final BucketCounts NONE = new BucketCounts(new byte[0]);

    private static final int HEADER_BYTES = 40;
    private static final int V2_COOKIE = 0x1c849303;
    /// Bits of the header's cookie with the word size; readers ignore them.
    private static final int WORD_SIZE_BITS = 0xf0;
    private static final int WORD_SIZE = 0x10;
    private static final int HALF_MAGNITUDE = 10;
    private static final int HALF = 1 << HALF_MAGNITUDE;

    /// Number of buckets from 0 to the protocol's maximum.
    static final int BUCKETS = 23 * HALF;

    private final byte[] packed;

    private BucketCounts(byte[] packed) {
        this.packed = packed;
    }

    /// Decodes HdrHistogram's V2 encoding (not compressed) in Base64; the empty text is the empty histogram.
    ///
    /// @throws IllegalArgumentException for anything else, and for another resolution than the protocol's
    static BucketCounts decode(String base64) {
        if (base64.isEmpty()) {
            return NONE;
        }
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
        if (bytes.remaining() < HEADER_BYTES) {
            throw unreadable("a header of 40 bytes", bytes.remaining() + " bytes");
        }
        int cookie = bytes.getInt();
        int length = bytes.getInt();
        int offset = bytes.getInt();
        int digits = bytes.getInt();
        long lowest = bytes.getLong();
        if ((cookie & ~WORD_SIZE_BITS) != V2_COOKIE) {
            throw unreadable("the V2 encoding, not compressed", "cookie 0x" + Integer.toHexString(cookie));
        }
        if (offset != 0 || digits != WorkerProtocol.HISTOGRAM_DIGITS || lowest != 1) {
            throw unreadable(WorkerProtocol.HISTOGRAM_DIGITS + " significant digits from 1 µs",
                    "%d digits from %d µs, offset %d".formatted(digits, lowest, offset));
        }
        if (length != bytes.limit() - HEADER_BYTES) {
            throw unreadable("as many bytes of counts as the header says",
                    "%d instead of %d".formatted(bytes.limit() - HEADER_BYTES, length));
        }
        Writer writer = new Writer(length);
        Cursor cursor = new Cursor(bytes.array(), HEADER_BYTES);
        while (cursor.next()) {
            writer.put(cursor.index, cursor.count);
        }
        return writer.counts();
    }

    /// Encodes the counts in the format of [#decode(String)].
    String encode() {
        return packed.length == 0 ? "" : Base64.getEncoder().encodeToString(payload());
    }

    /// A new HdrHistogram object with these counts, for percentiles.
    Histogram histogram() {
        return Histogram.decodeFromByteBuffer(ByteBuffer.wrap(payload()), 0);
    }

    private byte[] payload() {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + packed.length);
        bytes.putInt(V2_COOKIE | WORD_SIZE).putInt(packed.length).putInt(0).putInt(WorkerProtocol.HISTOGRAM_DIGITS)
                .putLong(1).putLong(WorkerProtocol.HISTOGRAM_MAX_MICROS).putDouble(1).put(packed);
        return bytes.array();
    }

    /// Packs an array of counts whose first element is the bucket `from`.
    static BucketCounts pack(long[] dense, int from) {
        Writer writer = new Writer(dense.length);
        for (int place = 0; place < dense.length; place++) {
            if (dense[place] != 0) {
                writer.put(from + place, dense[place]);
            }
        }
        return writer.counts();
    }

    /// The counts of one sample.
    static BucketCounts one(long micros) {
        return pack(new long[]{1}, bucket(micros));
    }

    /// Adds every count to an array whose first element is the bucket `from`. The array must reach to the last bucket in
    /// use.
    void addTo(long[] dense, int from) {
        Cursor cursor = cursor();
        while (cursor.next()) {
            dense[cursor.index - from] = BoundedSum.plus(dense[cursor.index - from], cursor.count);
        }
    }

    /// The bucket of a value in HdrHistogram's layout: each of the first 2,048 buckets has one value, and in every further
    /// 1,024 buckets the number of values per bucket doubles. A value outside the range counts in the nearest bucket.
    static int bucket(long micros) {
        long value = Math.clamp(micros, 1, WorkerProtocol.HISTOGRAM_MAX_MICROS);
        int octave = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - HALF_MAGNITUDE - 1);
        return octave * HALF + (int) (value >>> octave);
    }

    /// Memory of the counts, bytes.
    int bytes() {
        return packed.length;
    }

    Cursor cursor() {
        return new Cursor(packed, 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BucketCounts counts && Arrays.equals(packed, counts.packed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(packed);
    }

    private static IllegalArgumentException unreadable(String expected, String found) {
        return new IllegalArgumentException("histogram: expected %s, found %s".formatted(expected, found));
    }

    /// Iterator over the non-empty buckets, by ascending value.
    static final class Cursor {
        private final byte[] bytes;
        private int position;
        private int nextIndex;
        int index;
        long count;

        private Cursor(byte[] bytes, int position) {
            this.bytes = bytes;
            this.position = position;
        }

        boolean next() {
            while (position < bytes.length) {
                long zigzag = bytes[position++];
                if (zigzag < 0) {
                    zigzag &= 0x7f;
                    byte more = -1;
                    for (int shift = 7; more < 0 && shift <= 56; shift += 7) {
                        if (position >= bytes.length) {
                            throw unreadable("a whole number", "the end of the bytes");
                        }
                        more = bytes[position++];
                        // The ninth byte has no continuation flag, so all of its 8 bits are data.
                        zigzag |= (shift == 56 ? more & 0xffL : more & 0x7fL) << shift;
                    }
                }
                long number = (zigzag >>> 1) ^ -(zigzag & 1);
                if (number < -BUCKETS || nextIndex + Math.max(1, -number) > BUCKETS) {
                    throw unreadable("at most " + BUCKETS + " buckets", "more");
                }
                if (number > 0) {
                    index = nextIndex++;
                    count = number;
                    return true;
                }
                nextIndex += (int) Math.max(1, -number);
            }
            return false;
        }
    }

    private static final class Writer {
        private static final int NUMBER_BYTES = 9;
        private byte[] bytes;
        private int length;
        private int nextIndex;

        Writer(int expectedBytes) {
            bytes = new byte[expectedBytes + 2 * NUMBER_BYTES];
        }

        void put(int index, long count) {
            if (bytes.length - length < 2 * NUMBER_BYTES) {
                bytes = Arrays.copyOf(bytes, 2 * bytes.length);
            }
            int empty = index - nextIndex;
            if (empty > 0) {
                write(empty == 1 ? 0 : -empty);
            }
            write(count);
            nextIndex = index + 1;
        }

        private void write(long number) {
            long zigzag = (number << 1) ^ (number >> 63);
            for (int written = 1; written < NUMBER_BYTES && (zigzag & ~0x7fL) != 0; written++) {
                bytes[length++] = (byte) (zigzag | 0x80);
                zigzag >>>= 7;
            }
            bytes[length++] = (byte) zigzag;
        }

        BucketCounts counts() {
            return length == 0 ? NONE : new BucketCounts(Arrays.copyOf(bytes, length));
        }
    }
}
