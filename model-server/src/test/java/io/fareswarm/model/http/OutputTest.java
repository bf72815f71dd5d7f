package io.fareswarm.model.http;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutputTest {
    private final Output output = new Output("");

    private void add(int size) {
        output.add(new Answer(200, "", new byte[size], ""), false, false);
    }

    @Test
    void keepsNoLargeArray() {
        add(1 << 20);
        assertThat(output.take().remaining()).isGreaterThan(1 << 20);
        assertThat(output.held()).isLessThan(10_000);
        add(1 << 20);
        output.drop();
        assertThat(output.held()).isLessThan(10_000);
    }

    @Test
    void keepsAnOrdinaryOne() {
        add(100_000);
        int held = output.held();
        output.take();
        assertThat(output.held()).isEqualTo(held);
    }
}
