package io.fareswarm.validation;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/// What an unquoted word of YAML means to `kubectl`, which is YAML 1.1 without times: `yes` is true, `010` is eight.
final class YamlScalar {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUES = Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On",
            "ON");
    private static final Set<String> FALSES = Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off",
            "Off", "OFF");
    private static final Pattern INTEGER = Pattern
            .compile("[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]*|[1-9][0-9]*)");
    private static final Pattern FLOAT = Pattern.compile("[-+]?([.][0-9]+|[0-9]+([.][0-9]*)?)([eE][-+]?[0-9]{1,3})?");

    private YamlScalar() {}

    static JsonNode plain(String word) {
        if (NULLS.contains(word)) {
            return JSON.nullNode();
        }
        if (TRUES.contains(word) || FALSES.contains(word)) {
            return JSON.booleanNode(TRUES.contains(word));
        }
        String digits = word.replace("_", "");
        if (INTEGER.matcher(digits).matches()) {
            return integer(digits);
        }
        if (FLOAT.matcher(digits).matches() && Double.isFinite(Double.parseDouble(digits))) {
            BigDecimal number = new BigDecimal(digits);
            // As in JSON, where 2.0 is the whole number 2.
            boolean whole = number.precision() - number.scale() < 19 && number.stripTrailingZeros().scale() <= 0;
            return whole ? whole(number.toBigInteger()) : JSON.numberNode(number.doubleValue());
        }
        return JSON.textNode(word);
    }

    private static JsonNode integer(String digits) {
        boolean negative = digits.startsWith("-");
        String unsigned = digits.replaceFirst("^[-+]", "");
        int radix = 10;
        if (unsigned.length() > 1 && unsigned.startsWith("0")) {
            radix = switch (unsigned.charAt(1)) {
                case 'x', 'X' -> 16;
                case 'b', 'B' -> 2;
                default -> 8;
            };
            unsigned = unsigned.substring(Character.isDigit(unsigned.charAt(1)) ? 1 : 2);
        }
        BigInteger number = new BigInteger(unsigned, radix);
        return whole(negative ? number.negate() : number);
    }

    private static JsonNode whole(BigInteger number) {
        // What does not fit 64 bits is a floating-point number to Kubernetes.
        return number.bitLength() < Long.SIZE
                ? JSON.numberNode(number.longValueExact())
                : JSON.numberNode(number.doubleValue());
    }
}
