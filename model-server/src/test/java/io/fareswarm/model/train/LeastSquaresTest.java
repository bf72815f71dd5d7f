package io.fareswarm.model.train;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// Compares fits of ill-conditioned rides with exact arithmetic, and with numpy's results, which
/// `model-server/parity/record-training` recorded.
class LeastSquaresTest {
    private static final Percentage NUMPY = Percentage.withPercentage(1e-7);
    private static final Percentage EXACT = Percentage.withPercentage(1e-12);
    private static final MathContext DIGITS = new MathContext(60);

    @TempDir
    Path folder = Path.of("");

    private static JsonNode cases() throws Exception {
        try (var in = Objects.requireNonNull(LeastSquaresTest.class.getResourceAsStream("/numpy-fits.json"))) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static double[][] rides(JsonNode node) {
        return IntStream.range(0, node.get("rides").size()).mapToObj(i -> node.get("rides").get(i))
                .map(ride -> IntStream.range(0, 5).mapToDouble(i -> ride.get(i).doubleValue()).toArray())
                .toArray(double[][]::new);
    }

    private TrainingResult fit(double[][] rides, int copies) throws Exception {
        StringBuilder content = new StringBuilder();
        for (double[] ride : rides) {
            content.append("a,%s,d,%s,%s,%s,%s,1\n".formatted(ride[4], ride[0], ride[1], ride[2], ride[3]));
        }
        Path path = Files.writeString(folder.resolve("rides.csv"),
                RideFiles.HEADER + "\n" + content.toString().repeat(copies));
        try (RideFile file = RideFile.open(path)) {
            return new Trainer(2, folder, Holdout.NONE).csv(file, 10_000_000, (_, _) -> {}, 1 << 14);
        }
    }

    private static double[] weights(TrainingResult fit) {
        return new double[]{fit.longitude(), fit.latitude(), fit.constant()};
    }

    /// The solution of the normal equations by Cramer's rule in exact decimals.
    private static double[] exactWeights(double[][] rides) {
        BigDecimal[][] equations = new BigDecimal[3][4];
        for (BigDecimal[] row : equations) {
            Arrays.fill(row, BigDecimal.ZERO);
        }
        for (double[] ride : rides) {
            BigDecimal[] row = {new BigDecimal(Math.abs(ride[2] - ride[0])),
                    new BigDecimal(Math.abs(ride[3] - ride[1])),
                    BigDecimal.ONE, new BigDecimal(ride[4])};
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 4; j++) {
                    equations[i][j] = equations[i][j].add(row[i].multiply(row[j]));
                }
            }
        }
        BigDecimal whole = determinant(equations, 3);
        return IntStream.range(0, 3)
                .mapToDouble(column -> determinant(equations, column).divide(whole, DIGITS).doubleValue()).toArray();
    }

    /// The determinant of the left three columns, in which the last column replaces the column `replaced`. With
    /// `replaced` 3, no column is replaced.
    private static BigDecimal determinant(BigDecimal[][] rows, int replaced) {
        BigDecimal sum = BigDecimal.ZERO;
        int[][] orders = {{0, 1, 2}, {1, 2, 0}, {2, 0, 1}, {0, 2, 1}, {2, 1, 0}, {1, 0, 2}};
        for (int i = 0; i < orders.length; i++) {
            BigDecimal product = i < 3 ? BigDecimal.ONE : BigDecimal.ONE.negate();
            for (int row = 0; row < 3; row++) {
                int column = orders[i][row];
                product = product.multiply(rows[row][column == replaced ? 3 : column]);
            }
            sum = sum.add(product);
        }
        return sum;
    }

    @Test
    void theWeightsEqualThoseOfExactArithmetic() throws Exception {
        for (JsonNode node : cases()) {
            String name = node.get("name").textValue();
            double[][] rides = rides(node);
            double[] expected = exactWeights(rides);
            for (int copies : new int[]{1, 97}) {
                double[] found = weights(fit(rides, copies));
                for (int i = 0; i < 3; i++) {
                    assertThat(found[i]).as(name).isCloseTo(expected[i], EXACT);
                }
            }
        }
    }

    @Test
    void theWeightsAndErrorsEqualNumpys() throws Exception {
        for (JsonNode node : cases()) {
            String name = node.get("name").textValue();
            JsonNode numpy = node.get("fit");
            TrainingResult fit = fit(rides(node), 1);
            for (int i = 0; i < 3; i++) {
                assertThat(weights(fit)[i]).as(name).isCloseTo(numpy.get("weights").get(i).doubleValue(), NUMPY);
            }
            if (rides(node).length == Moments.WEIGHTS) {
                continue; // both values are only rounding errors
            }
            assertThat(fit.rmse()).as(name).isCloseTo(numpy.get("rmse").doubleValue(), NUMPY);
            assertThat(fit.mae()).as(name).isCloseTo(numpy.get("mae").doubleValue(), NUMPY);
            assertThat(fit.r2()).as(name).isCloseTo(numpy.get("r2").doubleValue(), NUMPY);
        }
    }

    @Test
    void theWeightsDoNotDependOnHowTheRowsAreGrouped() throws Exception {
        for (JsonNode node : cases()) {
            double[][] rides = rides(node);
            assertThat(weights(fit(rides, 97))).as(node.get("name").textValue()).isEqualTo(weights(fit(rides, 1)));
        }
    }

    /// Rides whose distance in latitude exceeds their distance in longitude by up to 1,000 times 2 to the power of
    /// `-digits`.
    private static double[][] nearlyOneLine(int digits) {
        return IntStream.rangeClosed(1, 1_000).mapToObj(i -> {
            double longitude = i / 1_024.0;
            return new double[]{0, 0, longitude, longitude + i * 7919 % 1_000 * Math.scalb(1.0, -digits), i % 7 + 2.5};
        }).toArray(double[][]::new);
    }

    @Test
    void nearlyCollinearDistancesGiveTheWeightsOfExactArithmetic() throws Exception {
        for (int digits = 10; digits <= 32; digits++) {
            double[][] rides = nearlyOneLine(digits);
            double[] found = weights(fit(rides, 1));
            double[] expected = exactWeights(rides);
            for (int i = 0; i < 3; i++) {
                assertThat(found[i]).as("2 to the power of -%d", digits).isCloseTo(expected[i], EXACT);
            }
        }
    }

    @Test
    void distancesThatDifferByLessThanATenMillionthAreCollinear() {
        for (int digits = 34; digits <= 48; digits++) {
            double[][] rides = nearlyOneLine(digits);
            assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> fit(rides, 1))
                    .satisfies(thrown -> assertThat(thrown.problem())
                            .isEqualTo(new InputProblem.Singular("distance in latitude")));
        }
    }

    @Test
    void faresNearTheLargestDoubleAreTooLarge() {
        double[][] rides = IntStream.range(0, 2_000)
                .mapToObj(i -> new double[]{0, 0, i % 7 * 1e-9, i * 5 % 11 * 1e-9, i % 2 == 0 ? 1e306 : -1e306})
                .toArray(double[][]::new);
        assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> fit(rides, 1))
                .satisfies(thrown -> assertThat(thrown.problem()).isEqualTo(new InputProblem.FaresTooLarge()));
    }
}
