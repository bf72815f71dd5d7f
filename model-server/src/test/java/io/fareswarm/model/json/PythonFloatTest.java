package io.fareswarm.model.json;

import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PythonFloatTest {
    @Test
    void doublesAreWrittenAsPythonsReprWritesThem() {
        Map<Double, String> reprs = Map.ofEntries(Map.entry(0.0, "0.0"), Map.entry(-0.0, "-0.0"),
                Map.entry(9.31, "9.31"), Map.entry(12.0, "12.0"), Map.entry(1e7, "10000000.0"),
                Map.entry(14718221014.71, "14718221014.71"), Map.entry(1471821011673280.0, "1471821011673280.0"),
                Map.entry(9999999999999998.0, "9999999999999998.0"), Map.entry(1e16, "1e+16"),
                Map.entry(1.4718210116634714e16, "1.4718210116634714e+16"), Map.entry(-1e300, "-1e+300"),
                Map.entry(0.001, "0.001"), Map.entry(0.00015, "0.00015"), Map.entry(0.00001, "1e-05"),
                Map.entry(Double.MIN_VALUE, "5e-324"), Map.entry(-1.5e-7, "-1.5e-07"), Map.entry(2e22, "2e+22"));
        reprs.forEach((value, repr) -> assertThat(PythonFloat.repr(value)).isEqualTo(repr));
    }

    @Test
    void writtenDoublesReadBackAsTheSameNumber() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(PythonFloat.repr(value))).isEqualTo(value);
            }
        }
    }
}
