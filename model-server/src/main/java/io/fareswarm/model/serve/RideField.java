package io.fareswarm.model.serve;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The fields of a ride, in the order in which their errors are reported.
enum RideField {
    // @formatter:off
    ID("id", FieldType.TEXT),
    PICKUP_DATETIME("pickup_datetime", FieldType.TEXT),
    PICKUP_LONGITUDE("pickup_longitude", FieldType.REAL),
    PICKUP_LATITUDE("pickup_latitude", FieldType.REAL),
    DROPOFF_LONGITUDE("dropoff_longitude", FieldType.REAL),
    DROPOFF_LATITUDE("dropoff_latitude", FieldType.REAL),
    PASSENGER_COUNT("passenger_count", FieldType.INT);
    // @formatter:on

    /// Type of a field's value.
    enum FieldType {
        TEXT, REAL, INT
    }

    static final List<RideField> ALL = List.of(values());

    private static final Map<String, Integer> PLACES = IntStream.range(0, ALL.size()).boxed()
            .collect(Collectors.toUnmodifiableMap(place -> ALL.get(place).fieldName(), Function.identity()));

    private final String fieldName;
    private final FieldType kind;

    RideField(String fieldName, FieldType kind) {
        this.fieldName = fieldName;
        this.kind = kind;
    }

    /// Index in [#ALL] of the field with a name; -1 if there is none.
    static int place(String name) {
        return PLACES.getOrDefault(name, -1);
    }

    String fieldName() {
        return fieldName;
    }

    FieldType kind() {
        return kind;
    }
}
