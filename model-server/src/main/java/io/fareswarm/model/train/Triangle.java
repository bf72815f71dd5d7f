package io.fareswarm.model.train;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.decomposition.qr.QRDecompositionHouseholderColumn_DDRM;

/// All rows of the least-squares problem seen so far, as the 4 by 4 triangle of their QR decomposition.
///
/// The columns are 1, both features and the fare. A triangle stands for its rows in every least-squares question, and the
/// triangle of two triangles stands for the rows of both. Being orthogonal, it never squares the condition number as
/// sums of products do. The steps are a function of the rows and of how they are grouped, so equal input gives equal
/// bits everywhere; EJML's decomposition is single-threaded Java without fused operations.
final class Triangle {
    /// How many weights are fitted, and so the fewest rows that can determine them.
    static final int WEIGHTS = 3;
    private static final int SIZE = WEIGHTS + 1;
    /// Rows decomposed together: its 128 KiB stay in a core's cache.
    private static final int CHUNK = 4096;
    /// A column is no column of its own when what the others leave of it is this small beside it.
    private static final double NEGLIGIBLE = 1e-12;
    private static final String[] COLUMNS = {"constant", "distance in longitude", "distance in latitude"};

    private final QRDecompositionHouseholderColumn_DDRM qr = new QRDecompositionHouseholderColumn_DDRM();
    private final DMatrixRMaj rows = new DMatrixRMaj(SIZE + CHUNK, SIZE);
    private final DMatrixRMaj triangle = new DMatrixRMaj(SIZE, SIZE);

    void clear() {
        triangle.zero();
    }

    /// Takes in rides.
    void add(Triples rides) {
        double[] values = rides.values();
        for (int from = 0; from < rides.count(); from += CHUNK) {
            int count = Math.min(CHUNK, rides.count() - from);
            rows.reshape(SIZE + count, SIZE);
            System.arraycopy(triangle.data, 0, rows.data, 0, SIZE * SIZE);
            int to = SIZE * SIZE;
            for (int at = from * Triples.WIDTH; at < (from + count) * Triples.WIDTH; at += Triples.WIDTH) {
                rows.data[to++] = 1;
                rows.data[to++] = values[at];
                rows.data[to++] = values[at + 1];
                rows.data[to++] = values[at + 2];
            }
            reduce();
        }
    }

    /// Takes in the rows of a later triangle.
    void add(Triangle later) {
        rows.reshape(2 * SIZE, SIZE);
        System.arraycopy(triangle.data, 0, rows.data, 0, SIZE * SIZE);
        System.arraycopy(later.triangle.data, 0, rows.data, SIZE * SIZE, SIZE * SIZE);
        reduce();
    }

    private void reduce() {
        qr.decompose(rows); // says false for a column of zeros, whose triangle is right all the same
        qr.getR(triangle, true);
    }

    /// The least-squares weights: longitude, latitude, constant.
    double[] weights() throws TrainingException {
        for (int column = 0; column < WEIGHTS; column++) {
            double length = 0;
            for (int row = 0; row <= column; row++) {
                length = Math.hypot(length, triangle.get(row, column));
            }
            if (Math.abs(triangle.get(column, column)) <= NEGLIGIBLE * length) {
                throw new TrainingException(new Problem.Singular(COLUMNS[column]));
            }
        }
        DMatrixRMaj upper = CommonOps_DDRM.extract(triangle, 0, WEIGHTS, 0, WEIGHTS);
        double[] solution = CommonOps_DDRM.extract(triangle, 0, WEIGHTS, WEIGHTS, SIZE).data;
        TriangularSolver_DDRM.solveU(upper.data, solution, WEIGHTS);
        return new double[]{solution[1], solution[2], solution[0]};
    }

    /// The sum of the squared residuals of the fit.
    double squaredResiduals() {
        return square(3);
    }

    /// The sum of the squared distances of the fares from their mean.
    double squaredDeviations() {
        return square(1) + square(2) + square(3);
    }

    private double square(int row) {
        double value = triangle.get(row, WEIGHTS);
        return value * value;
    }
}
