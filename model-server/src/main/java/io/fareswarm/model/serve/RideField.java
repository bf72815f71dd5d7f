package io.fareswarm.model.serve;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The fields of a ride, in the order of their errors.
enum RideField {
    // @formatter:off
    ID("id", Kind.TEXT),
    PICKUP_DATETIME("pickup_datetime", Kind.TEXT),
    PICKUP_LONGITUDE("pickup_longitude", Kind.REAL),
    PICKUP_LATITUDE("pickup_latitude", Kind.REAL),
    DROPOFF_LONGITUDE("dropoff_longitude", Kind.REAL),
    DROPOFF_LATITUDE("dropoff_latitude", Kind.REAL),
    PASSENGER_COUNT("passenger_count", Kind.INT);
    // @formatter:on

    /// Type of a field's value.
    enum Kind {
        TEXT, REAL, INT
    }

    static final List<RideField> ALL = List.of(values());

    private static final Map<String, Integer> PLACES = IntStream.range(0, ALL.size()).boxed()
            .collect(Collectors.toUnmodifiableMap(place -> ALL.get(place).fieldName(), Function.identity()));

    private final String fieldName;
    private final Kind kind;

    RideField(String fieldName, Kind kind) {
        this.fieldName = fieldName;
        this.kind = kind;
    }

    /// Index in [#ALL] of the field with this name; -1 for none.
    static int place(String name) {
        return PLACES.getOrDefault(name, -1);
    }

    String fieldName() {
        return fieldName;
    }

    Kind kind() {
        return kind;
    }
}
