package io.fareswarm.message;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SimilarNamesTest {
    @Test
    void theMostSimilarNamesComeFirstAndAreThreeAtMost() {
        assertThat(SimilarNames.of("taxi-fares",
                List.of("texi-feres", "taxi-fare", "taxi-fares-2", "taxis-fares", "taxi-farse", "weather")))
                .containsExactly("taxi-fare", "taxi-farse", "taxis-fares");
    }

    @Test
    void aSwapOfTwoNeighboursIsOneEdit() {
        assertThat(SimilarNames.of("atxi", List.of("taxi"))).containsExactly("taxi");
        assertThat(SimilarNames.of("ab", List.of("cdef", "a"))).containsExactly("a");
    }

    @Test
    void namesThatDifferMuchAreNotSimilar() {
        assertThat(SimilarNames.of("taxi", List.of("weather", "bus", "taxi-fares"))).isEmpty();
        assertThat(SimilarNames.hint("taxi", List.of("weather"))).isEmpty();
        assertThat(SimilarNames.hint("taxy", List.of("weather", "taxi"))).isEqualTo("; similar: taxi");
    }
}
