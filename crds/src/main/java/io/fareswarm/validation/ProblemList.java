package io.fareswarm.validation;

import java.util.ArrayList;
import java.util.List;

/// The problems of one resource, in the order in which the checks find them.
final class ProblemList {
    private final List<Finding> entries = new ArrayList<>();

    /// A problem with one value.
    ///
    /// @param blocksRules whether the problem prevents the CEL rules of this value, and of the values around it, from
    /// being evaluated
    /// @param path path of the value
    /// @param message what was expected and what was found
    record Finding(String path, String message, boolean blocksRules) {}

    /// Adds a problem with a value on which CEL rules can still be evaluated.
    void add(String path, String message) {
        entries.add(new Finding(path, message, false));
    }

    /// Adds a problem with a value that is missing or has a wrong type, so that CEL rules on it cannot be evaluated.
    void addBlocking(String path, String message) {
        entries.add(new Finding(path, message, true));
    }

    /// Whether CEL rules on the value at this path can be evaluated.
    boolean rulesMayRunAt(String path) {
        return entries.stream().noneMatch(entry -> entry.blocksRules() && FieldPaths.within(entry.path(), path));
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    List<Finding> all() {
        return entries;
    }
}
