package io.fareswarm.validation;

import java.util.ArrayList;
import java.util.List;

/// What is wrong with one resource, in the order it was found.
final class ProblemList {
    private final List<Finding> findings = new ArrayList<>();

    /// One thing.
    ///
    /// @param blocksRules whether rules about this place, or one around it, can no longer be evaluated
    record Finding(String path, String message, boolean blocksRules) {}

    /// Something is there, in a form that rules can be evaluated on, but is not as it should be.
    void add(String path, String message) {
        findings.add(new Finding(path, message, false));
    }

    /// Something is missing, or of another form, so that rules about it have no meaning.
    void addBlocking(String path, String message) {
        findings.add(new Finding(path, message, true));
    }

    /// Whether rules about this place have a meaning.
    boolean rulesMayRunAt(String path) {
        return findings.stream().noneMatch(finding -> finding.blocksRules() && FieldPaths.within(finding.path(), path));
    }

    boolean isEmpty() {
        return findings.isEmpty();
    }

    List<Finding> all() {
        return findings;
    }
}
