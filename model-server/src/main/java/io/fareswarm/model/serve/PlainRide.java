package io.fareswarm.model.serve;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.fareswarm.model.decimal.DecimalScanner;

/// Reads a ride straight from a request's bytes, without a tree or a string: the fast way for the requests that clients
/// send when all is well.
///
/// It knows only objects of exactly the seven fields, once each, with plain values: ASCII strings without escapes,
/// numbers that are finite and not in quotes. Of anything else it says nothing, and [RideValidation] decides.
final class PlainRide {
    /// Bytes that must follow a body in its array.
    static final int SLACK = DecimalScanner.SLACK + 1;
    private static final byte[][] NAMES = RideField.ALL.stream()
            .map(field -> ('"' + field.fieldName() + '"').getBytes(StandardCharsets.US_ASCII)).toArray(byte[][]::new);
    private static final RideField.Kind[] KINDS = RideField.ALL.stream().map(RideField::kind)
            .toArray(RideField.Kind[]::new);
    /// Longer integers are another's to judge.
    private static final int INT_LENGTH = 18;

    private final byte[] bytes;
    private final int length;
    private final DecimalScanner decimals = new DecimalScanner();
    private final double[] numbers = new double[NAMES.length];
    private int at;

    private PlainRide(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    /// The ride in the first `length` bytes; null when it is not plain.
    ///
    /// @param bytes with at least [#SLACK] zeros after the body
    static @Nullable Coordinates read(byte[] bytes, int length) {
        PlainRide ride = new PlainRide(bytes, length);
        return ride.readObject()
                ? new Coordinates(ride.numbers[2], ride.numbers[3], ride.numbers[4], ride.numbers[5])
                : null;
    }

    private boolean readObject() {
        if (!take('{')) {
            return false;
        }
        int seen = 0;
        for (int count = 0; count < NAMES.length; count++) {
            int field = name(count);
            if (field < 0 || (seen & 1 << field) != 0 || !take(':') || !value(field)
                    || !take(count < NAMES.length - 1 ? ',' : '}')) {
                return false;
            }
            seen |= 1 << field;
        }
        skipSpace();
        return at == length;
    }

    /// The field whose name is next, -1 when none; `likely` is tried first.
    private int name(int likely) {
        skipSpace();
        if (isName(likely)) {
            return likely;
        }
        for (int field = 0; field < NAMES.length; field++) {
            if (isName(field)) {
                return field;
            }
        }
        return -1;
    }

    private boolean isName(int field) {
        byte[] name = NAMES[field];
        int end = at + name.length;
        if (end > length || !Arrays.equals(bytes, at, end, name, 0, name.length)) {
            return false;
        }
        at = end;
        return true;
    }

    private boolean value(int field) {
        skipSpace();
        RideField.Kind kind = KINDS[field];
        if (kind == RideField.Kind.TEXT) {
            return text();
        }
        int start = at;
        numbers[field] = decimals.scan(bytes, start);
        at = decimals.end();
        return at > 0 && Double.isFinite(numbers[field])
                && (kind == RideField.Kind.REAL || (decimals.whole() && at - start <= INT_LENGTH));
    }

    private boolean text() {
        if (bytes[at] != '"') {
            return false;
        }
        byte c;
        do {
            c = bytes[++at]; // the zero after the body is below a space
        } while (c >= ' ' && c != '"' && c != '\\');
        at++;
        return c == '"';
    }

    private boolean take(char wanted) {
        skipSpace();
        return bytes[at++] == wanted;
    }

    private void skipSpace() {
        while (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t') {
            at++;
        }
    }
}
