package io.fareswarm.load.send;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DueHeapTest {
    @Test
    void usersComeOutInTheOrderTheyAreDue() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            long[] dues = random.longs(1 + random.nextInt(300), 0, 100).toArray();
            DueHeap heap = new DueHeap();
            for (int user = 0; user < dues.length; user++) {
                heap.add(dues[user], user);
            }
            boolean[] seen = new boolean[dues.length];
            long[] sorted = dues.clone();
            Arrays.sort(sorted);
            for (long due : sorted) {
                assertThat(heap.firstDue()).isEqualTo(due);
                int user = heap.removeFirst();
                assertThat(dues[user]).isEqualTo(due);
                assertThat(seen[user]).isFalse();
                seen[user] = true;
            }
            assertThat(heap.firstDue()).isEqualTo(Long.MAX_VALUE);
        }
    }
}
