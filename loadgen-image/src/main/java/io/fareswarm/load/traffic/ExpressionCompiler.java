package io.fareswarm.load.traffic;

import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/// Compiles the `#{...}` expressions of one task into suppliers of values: `data.COLUMN`, `secret`, and what Datafaker draws.
final class ExpressionCompiler {
    private static final String DATA = "data.";
    private static final String SECRET = "secret";
    /// Seed for the trial of an expression.
    private static final long TRIAL = 1;

    private final KeyedRandom random;
    private final TaxiFaker rides;
    private final @Nullable DataRows rows;
    private final @Nullable String secret;

    /// @param rows null for a task without data
    /// @param secret null where none may be used
    ExpressionCompiler(KeyedRandom random, TaxiFaker rides, @Nullable DataRows rows,
            @Nullable String secret) {
        this.random = random;
        this.rides = rides;
        this.rows = rows;
        this.secret = secret;
    }

    /// The same compiler for a header in which a secret may be used.
    ExpressionCompiler with(String newSecret) {
        return new ExpressionCompiler(random, rides, rows, newSecret);
    }

    /// Compiles the text between the braces.
    ///
    /// @throws IllegalArgumentException when the expression is unknown, or its values do not depend on the seed alone
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
            throw new IllegalArgumentException("expected values for #{" + text + "}, found " + e, e);
        }
    }
}
