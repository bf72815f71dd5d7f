package io.fareswarm.operator.conditions;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Condition;

/// A resource's conditions while a decision is made: each type once, in the order in which they were first set.
///
/// The transition time moves only when the status does, so the same facts give equal conditions at any time.
public final class Conditions {
    public static final String TRUE = "True";
    public static final String FALSE = "False";
    public static final String UNKNOWN = "Unknown";

    /// Longest message in a status, characters.
    static final int MAX_MESSAGE = 1024;

    private final Map<String, Condition> byType = new LinkedHashMap<>();
    private final long generation;
    private final Instant now;

    /// @param known what the status holds; null for none
    /// @param generation of the spec that the new facts speak of
    /// @param now time of those that change
    public Conditions(@Nullable List<Condition> known, long generation, Instant now) {
        if (known != null) {
            known.forEach(condition -> byType.put(condition.type(), condition));
        }
        this.generation = generation;
        this.now = now;
    }

    /// Sets one condition. `reason` is its name in the code: `StartTimeout`.
    public Conditions set(String type, String status, Enum<?> reason, String message) {
        Condition old = byType.get(type);
        String since = old != null && old.status().equals(status) ? old.lastTransitionTime() : now.toString();
        byType.put(type,
                new Condition(type, status, reason.name(), cut(message, MAX_MESSAGE), since, generation));
        return this;
    }

    /// A text of at most so many characters; one that was longer ends with an ellipsis.
    public static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }

    /// Says of every condition that it also speaks of the generation at hand, which changed none of its facts.
    public Conditions restamp() {
        byType.replaceAll((type, old) -> new Condition(type, old.status(), old.reason(), old.message(),
                old.lastTransitionTime(), generation));
        return this;
    }

    public List<Condition> list() {
        return List.copyOf(byType.values());
    }

    /// The condition of a type in a status, if it has one, and for this reason.
    public static Optional<Condition> find(@Nullable List<Condition> conditions, String type, Enum<?> reason) {
        return find(conditions, type).filter(condition -> condition.reason().equals(reason.name()));
    }

    /// The condition of a type in a status, if it has one.
    public static Optional<Condition> find(@Nullable List<Condition> conditions, String type) {
        return conditions == null
                ? Optional.empty()
                : conditions.stream().filter(condition -> condition.type().equals(type)).findFirst();
    }
}
