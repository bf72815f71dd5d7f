package io.fareswarm.model.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// Recognition of the files of New York's taxi commission (TLC) by their header. Until June 2016 they have coordinates, under
/// names that changed over the years and between yellow and green taxis; the later ones have numbers of zones.
final class TlcColumns {
    /// For each of Kaggle's names the names of the TLC, in lower case and without blanks around them. Kaggle's `key` may have any
    /// value, so the vendor serves.
    private static final Map<String, Set<String>> NAMES = Map.of(
            "key", Set.of("vendor_name", "vendor_id", "vendorid"),
            "fare_amount", Set.of("fare_amt", "fare_amount"),
            "pickup_datetime", Set.of("trip_pickup_datetime", "pickup_datetime", "tpep_pickup_datetime",
                    "lpep_pickup_datetime"),
            "pickup_longitude", Set.of("start_lon", "pickup_longitude"),
            "pickup_latitude", Set.of("start_lat", "pickup_latitude"),
            "dropoff_longitude", Set.of("end_lon", "dropoff_longitude"),
            "dropoff_latitude", Set.of("end_lat", "dropoff_latitude"),
            "passenger_count", Set.of("passenger_count"));
    private static final Set<String> ZONES = Set.of("pulocationid", "dolocationid");

    private TlcColumns() {}

    /// The problem of a header without all of Kaggle's columns; null if it is none of the TLC's.
    static @Nullable InputProblem problem(List<String> header) {
        Map<String, String> columns = new LinkedHashMap<>();
        header.forEach(name -> columns.putIfAbsent(name.strip().toLowerCase(Locale.ROOT), name));
        List<String> renames = new ArrayList<>();
        for (String name : RideColumns.NAMES) {
            String found = first(columns, NAMES.getOrDefault(name, Set.of()));
            if (found == null) {
                return columns.keySet().containsAll(ZONES) ? new InputProblem.TlcZones() : null;
            }
            if (!found.equals(name)) {
                renames.add("\"%s\" to %s".formatted(QuotedNames.shortened(found), name));
            }
        }
        return new InputProblem.TlcNames(renames);
    }

    private static @Nullable String first(Map<String, String> columns, Set<String> names) {
        return columns.entrySet().stream().filter(column -> names.contains(column.getKey())).map(Map.Entry::getValue)
                .findFirst().orElse(null);
    }
}
