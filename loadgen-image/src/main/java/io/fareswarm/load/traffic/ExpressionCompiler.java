package io.fareswarm.load.traffic;

import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.fareswarm.message.FailureCause;

/// Compiler of the `#{...}` expressions of one task. It turns `data.COLUMN`, `secret`, and Datafaker expressions into
/// suppliers of values.
final class ExpressionCompiler {
    private static final String DATA = "data.";
    private static final String SECRET = "secret";
    /// Seed of the trial call of an expression.
    private static final long TRIAL = 1;

    private final KeyedRandom random;
    private final TaxiFaker rides;
    private final @Nullable DataRows rows;
    private final @Nullable String secret;

    /// @param rows data of the task; null if it has none
    /// @param secret value of the secret; null if none may be used
    ExpressionCompiler(KeyedRandom random, TaxiFaker rides, @Nullable DataRows rows,
            @Nullable String secret) {
        this.random = random;
        this.rides = rides;
        this.rows = rows;
        this.secret = secret;
    }

    /// A copy of this compiler for a header that may use a secret.
    ExpressionCompiler with(String newSecret) {
        return new ExpressionCompiler(random, rides, rows, newSecret);
    }

    /// Compiles the text between the braces.
    ///
    /// @throws IllegalArgumentException if the expression is unknown, or its values do not depend on the seed alone
    Supplier<String> compile(String text) {
        if (text.strip().equals(SECRET)) {
            String value = secret;
            if (value == null) {
                throw new IllegalArgumentException("expected #{secret} in a header with a secret, found it elsewhere");
            }
            return () -> value;
        }
        if (text.startsWith(DATA)) {
            DataRows from = rows;
            if (from == null) {
                throw new IllegalArgumentException("expected data in the request of #{" + text + "}, found none");
            }
            int column = from.column(text.substring(DATA.length()).strip());
            return () -> from.value(column);
        }
        FakerExpression expression = FakerExpression.compile(text, rides, rides::all);
        if (!trial(expression, text).equals(trial(expression, text))) {
            throw new IllegalArgumentException("expected an expression whose values depend on the seed alone, found #{"
                    + text + "}");
        }
        return expression::draw;
    }

    private String trial(FakerExpression expression, String text) {
        random.setSeed(TRIAL);
        try {
            return Objects.requireNonNull(expression.draw());
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("expected values for #{" + text + "}, found none: " + FailureCause.of(e),
                    e);
        }
    }
}
