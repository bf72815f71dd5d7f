package io.fareswarm.load.traffic;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

import net.datafaker.providers.base.AbstractProvider;

import io.fareswarm.api.TaxiRides;

/// Datafaker provider of New York taxi rides: draws the fields of a ride. Each field has two forms: text for people,
/// and numbers for the send loop, without allocation. The same seed gives the same ride in both forms.
public final class RideProvider extends AbstractProvider<TaxiFaker> {
    /// 2015-01-01 00:00:00 to 2025-12-31 23:59:59 in seconds since 1970. The end is fixed, so that the same seed gives the
    /// same rides on any day.
    static final int FIRST_PICKUP = 1_420_070_400;
    static final int LAST_PICKUP = 1_767_225_599;

    static final int MOST_PASSENGERS = 4;

    private static final DateTimeFormatter PICKUP = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    RideProvider(TaxiFaker faker) {
        super(faker);
    }

    /// A random UUID (version 4).
    public UUID id() {
        return new UUID(idHigh(), idLow());
    }

    /// Start of the ride: `YYYY-MM-DD HH:MM:SS`, from 2015 to 2025.
    public String pickupDatetime() {
        return PICKUP.format(LocalDateTime.ofEpochSecond(pickupSecond(), 0, ZoneOffset.UTC));
    }

    /// A longitude in degrees, with 6 decimals.
    public double longitude() {
        return longitudeMicros() / 1e6;
    }

    /// A latitude in degrees, with 6 decimals.
    public double latitude() {
        return latitudeMicros() / 1e6;
    }

    /// Number of passengers, 1 to 4.
    public int passengerCount() {
        return faker.random().nextInt(1, MOST_PASSENGERS);
    }

    long idHigh() {
        return (faker.random().nextLong() & ~0xf000L) | 0x4000L;
    }

    long idLow() {
        return (faker.random().nextLong() & ~(0b11L << 62)) | (0b10L << 62);
    }

    int pickupSecond() {
        return faker.random().nextInt(FIRST_PICKUP, LAST_PICKUP);
    }

    int longitudeMicros() {
        return faker.random().nextInt(TaxiRides.WEST, TaxiRides.EAST);
    }

    int latitudeMicros() {
        return faker.random().nextInt(TaxiRides.SOUTH, TaxiRides.NORTH);
    }

    /// Index of the field to leave out, from 0 to `fields` - 1.
    int droppedField(int fields) {
        return faker.random().nextInt(fields);
    }
}
