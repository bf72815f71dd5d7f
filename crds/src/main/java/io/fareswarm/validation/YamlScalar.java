package io.fareswarm.validation;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/// Reads an unquoted word like `kubectl`: YAML 1.1 without timestamps, so `yes` is true and `010` is eight.
final class YamlScalar {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUES = Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On",
            "ON");
    private static final Set<String> FALSES = Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off",
            "Off", "OFF");
    private static final Pattern INTEGER = Pattern
            .compile("[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)");
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
            // JSON does not distinguish 2.0 from the integer 2.
            boolean whole = number.precision() - number.scale() < 19 && number.stripTrailingZeros().scale() <= 0;
            return whole ? whole(number.toBigInteger()) : JSON.numberNode(number.doubleValue());
        }
        return JSON.textNode(word);
    }

    private static JsonNode integer(String digits) {
        String unsigned = digits.replaceFirst("^[-+]", "");
        int radix = unsigned.matches("0[xX].*")
                ? 16
                : unsigned.matches("0[bB].*") ? 2 : unsigned.matches("0.+") ? 8 : 10;
        BigInteger number = new BigInteger(unsigned.replaceFirst("^0[xXbBoO]?(?=.)", ""), radix);
        return whole(digits.startsWith("-") ? number.negate() : number);
    }

    private static JsonNode whole(BigInteger number) {
        // Kubernetes reads an integer beyond 64 bits as a floating-point number.
        return number.bitLength() < Long.SIZE
                ? JSON.numberNode(number.longValueExact())
                : JSON.numberNode(number.doubleValue());
    }
}
