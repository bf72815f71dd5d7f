package io.fareswarm.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// Reads the command lines that pods, parents and most people write, without the library that reads all others: to wake
/// that up takes longer than everything else before a server's first answer, or than training on a hundred megabytes.
final class PlainOptions {
    /// Digits of a whole number that always fits.
    private static final int DIGITS = 9;

    private final Map<String, String> values;

    private PlainOptions(Map<String, String> values) {
        this.values = values;
    }

    /// The options of a command; null when they are told in any other way than by a value each, or none for a flag,
    /// once.
    static @Nullable PlainOptions read(String command, Set<String> valued, Set<String> flags, String... arguments) {
        if (arguments.length == 0 || !arguments[0].equals(command)
                || Arrays.stream(arguments).anyMatch(argument -> argument.startsWith("@"))) {
            return null;
        }
        Map<String, String> values = new HashMap<>();
        Iterator<String> rest = List.of(arguments).listIterator(1);
        while (rest.hasNext()) {
            String argument = rest.next();
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            String value;
            if (flags.contains(argument)) {
                value = "true";
            } else if (valued.contains(name) && (equals >= 0 || rest.hasNext())) {
                value = equals < 0 ? rest.next() : argument.substring(equals + 1);
                if (value.isEmpty() || value.startsWith("-") || value.startsWith("\"")) {
                    return null;
                }
            } else {
                return null;
            }
            if (values.put(name, value) != null) {
                return null;
            }
        }
        return new PlainOptions(values);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /// An option's value; null when it is not given.
    @Nullable
    String value(String name) {
        return values.get(name);
    }

    /// An option's value, or another when it is not given.
    String value(String name, String other) {
        return values.getOrDefault(name, other);
    }

    /// Whether each of these that is given is a whole number of a few digits, so that [#number] may be asked for it.
    boolean numbers(String... names) {
        return Arrays.stream(names).map(values::get).allMatch(value -> value == null || isNumber(value));
    }

    private static boolean isNumber(String value) {
        return value.length() <= DIGITS && value.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /// An option's value as a number, or another when it is not given.
    int number(String name, int other) {
        String value = values.get(name);
        return value == null ? other : Integer.parseInt(value);
    }
}
