package io.fareswarm.model.serve;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

import io.fareswarm.model.json.PythonFloat;

import static org.assertj.core.api.Assertions.assertThat;

class FareFormulaTest {
    @ParameterizedTest
    @CsvFileSource(resources = "/numpy-prices.csv")
    void pricesAreRoundedAsNumpyRoundsThem(double exact, String rounded) {
        double price = new FareFormula(0, 0, exact).price(new Coordinates(0, 0, 0, 0));
        assertThat(PythonFloat.repr(price)).isEqualTo(rounded);
    }
}
