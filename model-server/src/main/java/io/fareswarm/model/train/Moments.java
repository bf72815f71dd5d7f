package io.fareswarm.model.train;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/// Sums of the rides' values and of their products, from which the weights are computed.
///
/// Sums of products square the condition number. Twice the digits of a double compensate for that, and
/// [NormalEquations] loses no more. So the weights are accurate to a double. An orthogonal transformation of all rides
/// would take several times as long.
final class Moments {
    /// Number of weights, and therefore the minimum number of rows that determine them.
    static final int WEIGHTS = 3;
    /// Ratio of a column's squared deviations to its squares up to which the column counts as constant.
    private static final BigDecimal NEGLIGIBLE = new BigDecimal("1e-24");

    /// Sums of the distances in longitude (x) and latitude (y), and of products with them.
    private final DoubleDoubleSum x = new DoubleDoubleSum();
    private final DoubleDoubleSum y = new DoubleDoubleSum();
    private final DoubleDoubleSum fare = new DoubleDoubleSum();
    private final DoubleDoubleSum xx = new DoubleDoubleSum();
    private final DoubleDoubleSum xy = new DoubleDoubleSum();
    private final DoubleDoubleSum yy = new DoubleDoubleSum();
    private final DoubleDoubleSum xFare = new DoubleDoubleSum();
    private final DoubleDoubleSum yFare = new DoubleDoubleSum();
    private final List<DoubleDoubleSum> sums = List.of(x, y, fare, xx, xy, yy, xFare, yFare);
    private long count;

    void clear() {
        sums.forEach(DoubleDoubleSum::clear);
        count = 0;
    }

    void add(RideValues rides) {
        x.addValues(rides, 0);
        y.addValues(rides, 1);
        fare.addValues(rides, 2);
        xx.addProducts(rides, 0, 0);
        xy.addProducts(rides, 0, 1);
        yy.addProducts(rides, 1, 1);
        xFare.addProducts(rides, 0, 2);
        yFare.addProducts(rides, 1, 2);
        count += rides.count();
    }

    void add(Moments others) {
        for (int i = 0; i < sums.size(); i++) {
            sums.get(i).add(others.sums.get(i));
        }
        count += others.count;
    }

    /// Whether all sums are within the range of a double. Otherwise the mean and the weights are undefined.
    boolean finite() {
        return sums.stream().allMatch(DoubleDoubleSum::finite);
    }

    /// The mean fare. There must be at least one ride.
    double meanFare() {
        return fare.exact().divide(rows(), MathContext.DECIMAL128).doubleValue();
    }

    /// The least-squares weights, in the order longitude, latitude, constant.
    ///
    /// @throws TrainingException if the rides do not determine the weights
    double[] weights() throws TrainingException {
        BigDecimal xxCentered = centered(xx, x, x);
        BigDecimal yyCentered = centered(yy, y, y);
        if (negligible(xxCentered, xx)) {
            throw new TrainingException(new InputProblem.Singular("distance in longitude"));
        }
        if (negligible(yyCentered, yy)) {
            throw new TrainingException(new InputProblem.Singular("distance in latitude"));
        }
        BigDecimal xyCentered = centered(xy, x, y);
        BigDecimal[] slopes = NormalEquations
                .solve(new BigDecimal[][]{{xxCentered, xyCentered}, {xyCentered, yyCentered}},
                        new BigDecimal[]{centered(xFare, x, fare), centered(yFare, y, fare)})
                .orElseThrow(() -> new TrainingException(new InputProblem.Singular("distance in latitude")));
        BigDecimal constant = fare.exact().subtract(slopes[0].multiply(x.exact()))
                .subtract(slopes[1].multiply(y.exact())).divide(rows(), MathContext.DECIMAL128);
        return new double[]{slopes[0].doubleValue(), slopes[1].doubleValue(), constant.doubleValue()};
    }

    /// The sum of products of the centered columns, times the number of rides.
    private BigDecimal centered(DoubleDoubleSum products, DoubleDoubleSum left, DoubleDoubleSum right) {
        return rows().multiply(products.exact()).subtract(left.exact().multiply(right.exact()));
    }

    /// Whether a column is practically constant.
    private boolean negligible(BigDecimal centeredSquares, DoubleDoubleSum squares) {
        return centeredSquares.compareTo(rows().multiply(squares.exact()).multiply(NEGLIGIBLE)) <= 0;
    }

    private BigDecimal rows() {
        return BigDecimal.valueOf(count);
    }
}
