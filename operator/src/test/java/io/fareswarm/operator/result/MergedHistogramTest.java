package io.fareswarm.operator.result;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import io.fareswarm.protocol.HistogramReport;
import io.fareswarm.protocol.WorkerProtocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MergedHistogramTest {

    @Test
    void bucketsAreThoseOfHdrHistogram() {
        Histogram original = RandomRun.original();
        Random random = new Random(1);
        for (int round = 0; round < 100_000; round++) {
            long micros = 1
                    + (long) Math.exp(random.nextDouble() * Math.log(WorkerProtocol.HISTOGRAM_MAX_MICROS - 1.0));
            int bucket = BucketCounts.bucket(micros);
            long lowest = original.lowestEquivalentValue(micros);

            assertThat(BucketCounts.bucket(Math.max(1, lowest))).isEqualTo(bucket);
            assertThat(BucketCounts.bucket(original.highestEquivalentValue(micros))).isEqualTo(bucket);
            assertThat(lowest == 1 ? 0 : BucketCounts.bucket(lowest - 1)).isEqualTo(bucket - 1);
        }
        assertThat(BucketCounts.bucket(WorkerProtocol.HISTOGRAM_MAX_MICROS)).isLessThan(BucketCounts.BUCKETS);
        assertThat(BucketCounts.bucket(Long.MAX_VALUE))
                .isEqualTo(BucketCounts.bucket(WorkerProtocol.HISTOGRAM_MAX_MICROS));
        assertThat(BucketCounts.bucket(-5)).isEqualTo(BucketCounts.bucket(1));
    }

    @Test
    void histogramsThatHdrHistogramWroteAreDecoded() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Histogram original = RandomRun.original();
            for (int sample = 0; sample < 200; sample++) {
                original.recordValueWithCount(1 + random.nextLong(1L << (1 + random.nextInt(31))),
                        1 + random.nextLong(1L << (1 + random.nextInt(50))));
            }
            long[] counts = new long[BucketCounts.BUCKETS];
            BucketCounts.decode(RandomRun.encode(original)).addTo(counts, 0);

            original.recordedValues().forEach(
                    step -> assertThat(counts[BucketCounts.bucket(step.getValueIteratedTo())])
                            .isEqualTo(step.getCountAtValueIteratedTo()));
            assertThat(Arrays.stream(counts).sum()).isEqualTo(original.getTotalCount());
            assertThat(BucketCounts.pack(counts, 0)).isEqualTo(BucketCounts.decode(RandomRun.encode(original)));
            assertThat(BucketCounts.pack(counts, 0).histogram()).isEqualTo(original);
        }
    }

    @Test
    void theSumOfTwoPackedHistogramsEqualsHdrHistogramsOwnSum() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            long[] some = random.longs(random.nextInt(300), 1, 1L << (3 + random.nextInt(28))).toArray();
            long[] others = random.longs(random.nextInt(300), 1, 1L << (3 + random.nextInt(28))).toArray();
            long[] both = new long[some.length + others.length];
            System.arraycopy(some, 0, both, 0, some.length);
            System.arraycopy(others, 0, both, some.length, others.length);
            MergedHistogram whole = MergedHistogram.of(RandomRun.histogram(both));

            MergedHistogram first = MergedHistogram.of(RandomRun.histogram(some));
            MergedHistogram second = MergedHistogram.of(RandomRun.histogram(others));
            assertThat(MergedHistogram.sum(List.of(second, first))).isEqualTo(whole);
            assertThat(MergedHistogram.sum(List.of(first, MergedHistogram.NONE, second))).isEqualTo(whole);
        }
    }

    @Test
    void aPercentileIsNeverAboveTheExactMaximum() {
        MergedHistogram one = MergedHistogram.of(RandomRun.histogram(100_001, 100_001, 250_003));

        assertThat(one.percentileMicros(100)).isEqualTo(250_003);
        assertThat(one.percentileMicros(99)).isEqualTo(250_003);
        assertThat(one.percentileMicros(50)).isEqualTo(100_031);
        assertThat(MergedHistogram.NONE.percentileMicros(50)).isZero();
    }

    @Test
    void aStallAtTheLimitIsNotAboveIt() {
        MergedHistogram stalls = MergedHistogram
                .sum(List.of(MergedHistogram.one(9_999), MergedHistogram.one(10_000), MergedHistogram.one(10_020)));

        assertThat(stalls.above(10_000)).isEqualTo(1);
    }

    @Test
    void anotherHistogramIsRejectedWithWhatWasExpected() {
        Histogram coarse = new Histogram(1, 1000, 2);
        coarse.recordValue(5);
        assertRejected(RandomRun.encode(coarse),
                "histogram: expected 3 significant digits from 1 µs, found 2 digits from 1 µs, offset 0");

        Histogram compressed = RandomRun.original();
        compressed.recordValue(5);
        ByteBuffer buffer = ByteBuffer.allocate(compressed.getNeededByteBufferCapacity());
        int length = compressed.encodeIntoCompressedByteBuffer(buffer);
        assertRejected(base64(Arrays.copyOf(buffer.array(), Math.max(length, 40))),
                "histogram: expected the V2 encoding, not compressed, found cookie 0x1c849314");

        byte[] whole = Base64.getDecoder().decode(RandomRun.histogram(5, 5000).histogram());
        assertRejected(base64(Arrays.copyOf(whole, whole.length - 1)),
                "histogram: expected as many bytes of counts as the header says, found %d instead of %d"
                        .formatted(whole.length - 41, whole.length - 40));
        assertRejected("AAAA", "histogram: expected a header of 40 bytes, found 3 bytes");

        byte[] endless = Arrays.copyOf(whole, 43);
        ByteBuffer.wrap(endless).putInt(4, 3);
        Arrays.fill(endless, 40, 43, (byte) 0xff);
        assertRejected(base64(endless), "histogram: expected a whole number, found the end of the bytes");

        Histogram wide = new Histogram(1, 100 * WorkerProtocol.HISTOGRAM_MAX_MICROS, 3);
        wide.recordValue(50 * WorkerProtocol.HISTOGRAM_MAX_MICROS);
        assertRejected(RandomRun.encode(wide), "histogram: expected at most 23552 buckets, found more");
    }

    @Test
    void countsWhoseSumOverflowsAreRejected() {
        // 3 counts add up to 1 modulo 2^64.
        long[] counts = {Long.MAX_VALUE, Long.MAX_VALUE, 3};
        assertRejected(BucketCounts.pack(counts, 5).encode(), "histogram: expected less than 2^63 samples, found more");
    }

    private static void assertRejected(String histogram, String message) {
        assertThatThrownBy(() -> MergedHistogram.of(new HistogramReport(1, 5, 5, 5, histogram)))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
