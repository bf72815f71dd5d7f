package io.fareswarm.model.train;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Optional;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.chol.CholeskyDecompositionInner_DDRM;
import org.ejml.dense.row.linsol.chol.LinearSolverChol_DDRM;

/// Solver for the normal equations of centered columns. The equations are exact numbers.
///
/// EJML solves them in doubles, scaled to a diagonal of ones, which gives the first digits. Iterative refinement gives
/// the others: EJML solves for the exact residual, and the result is added, until the solution no longer changes as
/// doubles.
final class NormalEquations {
    /// Minimum quality of the factors, in EJML's sense: of two columns, the share of one that is independent of the
    /// other. Its square must not underflow, and refinement needs some correct digits of the 16 to begin with.
    private static final double MIN_QUALITY = 1e-7;
    /// Precision of a scale; a few digits suffice.
    private static final MathContext DIGITS = MathContext.DECIMAL64;
    /// Maximum number of refinement steps. A step adds at least one digit and usually a dozen.
    private static final int MAX_STEPS = 20;

    private NormalEquations() {}

    /// Solves the equations to all digits of a double. Empty if a column is nearly a linear combination of the others.
    ///
    /// @param matrix symmetric matrix with a positive diagonal
    /// @throws TrainingException if the right side exceeds a double
    static Optional<BigDecimal[]> solve(BigDecimal[][] matrix, BigDecimal[] right) throws TrainingException {
        int size = right.length;
        BigDecimal[] scale = new BigDecimal[size];
        Arrays.setAll(scale, i -> BigDecimal.ONE.divide(matrix[i][i].sqrt(DIGITS), DIGITS));
        DMatrixRMaj scaled = new DMatrixRMaj(size, size);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                scaled.set(i, j, matrix[i][j].multiply(scale[i]).multiply(scale[j]).doubleValue());
            }
        }
        LinearSolverChol_DDRM solver = new LinearSolverChol_DDRM(new CholeskyDecompositionInner_DDRM());
        if (!solver.setA(scaled) || solver.quality() < MIN_QUALITY) {
            return Optional.empty();
        }
        BigDecimal[] solution = new BigDecimal[size];
        Arrays.fill(solution, BigDecimal.ZERO);
        DMatrixRMaj step = new DMatrixRMaj(size, 1);
        boolean changed = true;
        for (int steps = 0; changed && steps < MAX_STEPS; steps++) {
            for (int i = 0; i < size; i++) {
                step.set(i, 0, residual(matrix[i], right[i], solution).multiply(scale[i]).doubleValue());
            }
            solver.solve(step, step);
            changed = false;
            for (int i = 0; i < size; i++) {
                if (!Double.isFinite(step.get(i, 0))) {
                    throw new TrainingException(new InputProblem.FaresTooLarge());
                }
                BigDecimal corrected = solution[i].add(new BigDecimal(step.get(i, 0)).multiply(scale[i]));
                changed |= corrected.doubleValue() != solution[i].doubleValue();
                solution[i] = corrected;
            }
        }
        return Optional.of(solution);
    }

    private static BigDecimal residual(BigDecimal[] row, BigDecimal right, BigDecimal[] solution) {
        BigDecimal rest = right;
        for (int j = 0; j < row.length; j++) {
            rest = rest.subtract(row[j].multiply(solution[j]));
        }
        return rest;
    }
}
