package io.fareswarm.model.train;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Optional;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.chol.CholeskyDecompositionInner_DDRM;
import org.ejml.dense.row.linsol.chol.LinearSolverChol_DDRM;

/// The normal equations of columns about their means, as exact numbers.
///
/// EJML solves them in doubles, scaled to a diagonal of ones; that gives some digits. Iterative refinement adds more: EJML
/// solves for the exact residual of the solution so far, and that solution is added, until it changes no double.
final class NormalEquations {
    /// Lowest quality of the factors, in EJML's terms: of two columns, the share of one that is not in line with the other.
    /// Its square is what doubles have to hold, and refinement needs some of their 16 digits to be right.
    private static final double INDEPENDENT = 1e-7;
    /// Digits of a scale; any few would do.
    private static final MathContext DIGITS = MathContext.DECIMAL64;
    /// Most steps of refinement. Each adds a digit in the worst case, and a dozen to most problems.
    private static final int STEPS = 20;

    private NormalEquations() {}

    /// The solution, to all digits of a double; empty when a column is nearly a combination of the others.
    ///
    /// @param matrix symmetric; the diagonal is positive
    /// @throws TrainingException when the right side is beyond a double
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
        if (!solver.setA(scaled) || solver.quality() < INDEPENDENT) {
            return Optional.empty();
        }
        BigDecimal[] solution = new BigDecimal[size];
        Arrays.fill(solution, BigDecimal.ZERO);
        DMatrixRMaj step = new DMatrixRMaj(size, 1);
        boolean better = true;
        for (int steps = 0; better && steps < STEPS; steps++) {
            for (int i = 0; i < size; i++) {
                step.set(i, 0, residual(matrix[i], right[i], solution).multiply(scale[i]).doubleValue());
            }
            solver.solve(step, step);
            better = false;
            for (int i = 0; i < size; i++) {
                if (!Double.isFinite(step.get(i, 0))) {
                    throw new TrainingException(new InputProblem.FaresTooLarge());
                }
                BigDecimal corrected = solution[i].add(new BigDecimal(step.get(i, 0)).multiply(scale[i]));
                better |= corrected.doubleValue() != solution[i].doubleValue();
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
