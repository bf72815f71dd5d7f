package io.fareswarm.faults;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One fault at one point of a life, written as `SCENARIO.STAGE:KIND@NUMBER`.
///
/// @param scenario name of the scenario
/// @param stage name of its stage
/// @param number the write of the stage, or the event of its watches, from 1
record Fault(String scenario, String stage, FaultKind kind, int number) {
    private static final Pattern FORM = Pattern.compile("([a-z]+)[.]([a-z]+):([a-z-]+)@([1-9][0-9]{0,3})");

    /// @throws IllegalArgumentException for another form or an unknown kind
    static Fault of(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "expected a fault as SCENARIO.STAGE:KIND@NUMBER, such as run.first:crash-after@12, found " + text);
        }
        return new Fault(parts.group(1), parts.group(2), FaultKind.of(parts.group(3)),
                Integer.parseInt(parts.group(4)));
    }

    @Override
    public String toString() {
        return "%s.%s:%s@%d".formatted(scenario, stage, kind, number);
    }
}
