package io.fareswarm.model.train;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/// Sums of the rides' values and of their products, from which the weights are solved.
///
/// Sums of products square the condition number. With twice a double's digits they stay accurate, and [NormalEquations]
/// loses no more. So the weights are accurate to a double, in a fraction of the time of an orthogonal transformation of all
/// rides.
final class Moments {
    /// Number of weights, and so the least number of rows that determine them.
    static final int WEIGHTS = 3;
    /// A column is constant when its squared deviations are at most this share of its squares.
    private static final BigDecimal NEGLIGIBLE = new BigDecimal("1e-24");

    /// Distance in longitude is x, in latitude y.
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

    /// Whether all sums are within the range of a double; otherwise there are no mean and no weights.
    boolean finite() {
        return sums.stream().allMatch(DoubleDoubleSum::finite);
    }

    /// The mean fare of at least one ride.
    double meanFare() {
        return fare.exact().divide(rows(), MathContext.DECIMAL128).doubleValue();
    }

    /// The least-squares weights: longitude, latitude, constant.
    ///
    /// @throws TrainingException when the rides do not determine them
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

    /// Whether a column hardly deviates from its mean.
    private boolean negligible(BigDecimal centeredSquares, DoubleDoubleSum squares) {
        return centeredSquares.compareTo(rows().multiply(squares.exact()).multiply(NEGLIGIBLE)) <= 0;
    }

    private BigDecimal rows() {
        return BigDecimal.valueOf(count);
    }
}
