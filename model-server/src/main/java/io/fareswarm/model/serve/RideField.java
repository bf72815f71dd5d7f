package io.fareswarm.model.serve;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The fields of a ride, in the order in which errors about them are listed.
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

    /// What a field's value must be, or be turned into without loss.
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

    /// The place in [#ALL] of the field of that name; -1 when there is none.
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
