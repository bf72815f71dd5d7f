package io.fareswarm.faults;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/// The arguments of the sweep.
///
/// @param seed seed of the order; the default is today's date in UTC, such as 20261130
/// @param longest time after which no life begins
/// @param lanes number of lives at a time
/// @param isVerbose whether every fault is printed
/// @param faults faults to inject; empty for all
record SweepOptions(long seed, Duration longest, int lanes, boolean isVerbose, List<Fault> faults) {
    private static final int MOST_LANES = 16;

    /// @throws IllegalArgumentException for an unknown or incomplete argument
    static SweepOptions of(List<String> arguments) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        long seed = today.getYear() * 10_000L + today.getMonthValue() * 100L + today.getDayOfMonth();
        Duration longest = Duration.ofDays(1);
        int lanes = 2;
        boolean verbose = false;
        List<Fault> faults = new ArrayList<>();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            switch (argument) {
                case "--seed" -> seed = number(argument, rest, Long.MAX_VALUE);
                case "--minutes" -> longest = Duration.ofMinutes(number(argument, rest, 1440));
                case "--lanes" -> lanes = (int) number(argument, rest, MOST_LANES);
                case "--verbose" -> verbose = true;
                default -> faults.add(Fault.of(argument));
            }
        }
        return new SweepOptions(seed, longest, lanes, verbose, List.copyOf(faults));
    }

    private static long number(String argument, Iterator<String> rest, long most) {
        String text;
        try {
            text = rest.next();
        } catch (NoSuchElementException _) {
            text = "nothing";
        }
        if (!text.matches("[1-9][0-9]{0,17}") || Long.parseLong(text) > most) {
            throw new IllegalArgumentException(
                    "expected a number from 1 to %d after %s, found %s".formatted(most, argument, text));
        }
        return Long.parseLong(text);
    }
}
