package io.fareswarm.operator.conditions;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Condition;
import io.fareswarm.protocol.VisibleText;

/// Conditions of one resource, immutable: each type once, in the order in which the types were first set.
///
/// The transition time changes only with the status, so setting an unchanged condition again gives equal conditions.
public record Conditions(Map<String, Condition> byType, long generation, Instant now) {
    public static final String TRUE = "True";
    public static final String FALSE = "False";
    public static final String UNKNOWN = "Unknown";

    /// Longest message in a status, characters.
    static final int MAX_MESSAGE = 1024;

    /// The conditions of a status, for a generation of the spec.
    ///
    /// @param known conditions in the status; null for none
    /// @param generation observed generation of all conditions, including unchanged ones
    /// @param now transition time of conditions whose status changes
    public static Conditions of(@Nullable List<Condition> known, long generation, Instant now) {
        Map<String, Condition> byType = new LinkedHashMap<>();
        if (known != null) {
            known.forEach(old -> byType.put(old.type(), new Condition(old.type(), old.status(), old.reason(),
                    old.message(), old.lastTransitionTime(), generation)));
        }
        return new Conditions(byType, generation, now);
    }

    /// A copy with one condition set. The name of the constant is the reason, such as `StartTimeout`.
    public Conditions with(String type, String status, Enum<?> reason, String message) {
        return with(type, status, reason.name(), message);
    }

    /// A copy with one condition set.
    public Conditions with(String type, String status, String reason, String message) {
        String since = find(type).filter(old -> old.status().equals(status)).map(Condition::lastTransitionTime)
                .orElseGet(now::toString);
        Map<String, Condition> changed = new LinkedHashMap<>(byType);
        changed.put(type, new Condition(type, status, reason, cut(VisibleText.of(message), MAX_MESSAGE), since,
                generation));
        return new Conditions(changed, generation, now);
    }

    /// A copy without the condition of a type.
    public Conditions without(String type) {
        if (!byType.containsKey(type)) {
            return this;
        }
        Map<String, Condition> changed = new LinkedHashMap<>(byType);
        changed.remove(type);
        return new Conditions(changed, generation, now);
    }

    /// The condition of a type, if it is set.
    public Optional<Condition> find(String type) {
        return Optional.ofNullable(byType.get(type));
    }

    /// The condition of a type, if it is set with this reason.
    public Optional<Condition> find(String type, Enum<?> reason) {
        return find(type).filter(condition -> condition.reason().equals(reason.name()));
    }

    /// Whether the condition of a type is set with this status.
    public boolean hasStatus(String type, String status) {
        return find(type).filter(condition -> condition.status().equals(status)).isPresent();
    }

    public List<Condition> list() {
        return List.copyOf(byType.values());
    }

    /// The condition of a type in a status, if it is set.
    public static Optional<Condition> find(@Nullable List<Condition> conditions, String type) {
        return conditions == null
                ? Optional.empty()
                : conditions.stream().filter(condition -> condition.type().equals(type)).findFirst();
    }

    /// The message of a condition in a status; empty without the condition, and without a message.
    public static Optional<String> message(@Nullable List<Condition> conditions, String type) {
        return find(conditions, type).map(Condition::message).filter(message -> !message.isEmpty());
    }

    /// The text, cut to a maximum number of characters. A cut text ends with an ellipsis.
    public static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }
}
