package io.fareswarm.model.train;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/// All rides of the least-squares problem seen so far, as the sums of their values and of their products.
///
/// Sums of products square the condition number; having twice a double's digits, they keep what counts, and
/// [NormalEquations] loses nothing more. So the weights are as near to the true ones as doubles can be, in a fraction of
/// the time that an orthogonal transformation of all rides takes.
final class Moments {
    /// How many weights are fitted, and so the fewest rows that can determine them.
    static final int WEIGHTS = 3;
    /// A column is constant when it varies by this share of itself or less, both squared.
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

    /// Takes in rides.
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

    /// Takes in the rides of others.
    void add(Moments others) {
        for (int i = 0; i < sums.size(); i++) {
            sums.get(i).add(others.sums.get(i));
        }
        count += others.count;
    }

    /// Whether doubles can hold all sums; else there is no mean and there are no weights.
    boolean finite() {
        return sums.stream().allMatch(DoubleDoubleSum::finite);
    }

    /// The mean of the fares, of at least one ride.
    double meanFare() {
        return fare.exact().divide(rows(), MathContext.DECIMAL128).doubleValue();
    }

    /// The least-squares weights: longitude, latitude, constant.
    ///
    /// @throws TrainingException when the rides do not determine them
    double[] weights() throws TrainingException {
        BigDecimal xAboutMean = aboutMeans(xx, x, x);
        BigDecimal yAboutMean = aboutMeans(yy, y, y);
        if (negligible(xAboutMean, xx)) {
            throw new TrainingException(new InputProblem.Singular("distance in longitude"));
        }
        if (negligible(yAboutMean, yy)) {
            throw new TrainingException(new InputProblem.Singular("distance in latitude"));
        }
        BigDecimal xyAboutMean = aboutMeans(xy, x, y);
        BigDecimal[] slopes = NormalEquations
                .solve(new BigDecimal[][]{{xAboutMean, xyAboutMean}, {xyAboutMean, yAboutMean}},
                        new BigDecimal[]{aboutMeans(xFare, x, fare), aboutMeans(yFare, y, fare)})
                .orElseThrow(() -> new TrainingException(new InputProblem.Singular("distance in latitude")));
        BigDecimal constant = fare.exact().subtract(slopes[0].multiply(x.exact()))
                .subtract(slopes[1].multiply(y.exact())).divide(rows(), MathContext.DECIMAL128);
        return new double[]{slopes[0].doubleValue(), slopes[1].doubleValue(), constant.doubleValue()};
    }

    /// The sum of products about the columns' means, times the number of rides.
    private BigDecimal aboutMeans(DoubleDoubleSum products, DoubleDoubleSum left, DoubleDoubleSum right) {
        return rows().multiply(products.exact()).subtract(left.exact().multiply(right.exact()));
    }

    /// Whether a column is hardly more than its mean.
    private boolean negligible(BigDecimal aboutMean, DoubleDoubleSum squares) {
        return aboutMean.compareTo(rows().multiply(squares.exact()).multiply(NEGLIGIBLE)) <= 0;
    }

    private BigDecimal rows() {
        return BigDecimal.valueOf(count);
    }
}
