package io.fareswarm.api;

import java.util.stream.DoubleStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ColumnsTest {
    @Test
    void figuresHaveFourSignificantDigits() {
        assertThat(DoubleStream.of(3.0003340161877023, 11.143, 38.13, 0.85734, 41987.35, 1240, 100, 0, -0.01)
                .mapToObj(Columns::text))
                .containsExactly("3.000", "11.14", "38.13", "0.8573", "41990", "1240", "100.0", "0", "-0.01000");
    }

    @Test
    void everyFigureIsShort() {
        assertThat(DoubleStream.of(1.23456789e300, -9.99999e-300, 4e-6, 999999999999.0, Double.MIN_VALUE, Double.NaN)
                .mapToObj(Columns::text)).allSatisfy(text -> assertThat(text).hasSizeLessThan(32));
        assertThat(Columns.text(1.23456789e300)).isEqualTo("1.235E+300");
    }
}
