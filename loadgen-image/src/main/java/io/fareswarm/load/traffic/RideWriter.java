package io.fareswarm.load.traffic;

import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

/// Writer of newly drawn rides as JSON, directly into the bytes of a body.
record RideWriter(RideProvider ride) {
    private static final byte[][] NAMES = names("id", "pickup_datetime", "pickup_longitude", "pickup_latitude",
            "dropoff_longitude", "dropoff_latitude", "passenger_count");
    private static final int NONE = -1;

    private static byte[][] names(String... names) {
        return Stream.of(names).map(name -> ('"' + name + "\":").getBytes(US_ASCII)).toArray(byte[][]::new);
    }

    /// @param drop number of fields to leave out, 0 or 1
    void write(ByteOutput into, int drop) {
        int dropped = drop == 0 ? NONE : ride.droppedField(NAMES.length);
        char before = '{';
        for (int field = 0; field < NAMES.length; field++) {
            if (field != dropped) {
                into.write(before);
                into.write(NAMES[field]);
                writeValue(into, field);
                before = ',';
            }
        }
        into.write('}');
    }

    private void writeValue(ByteOutput into, int field) {
        switch (field) {
            case 0 -> writeId(into);
            case 1 -> writePickup(into, ride.pickupSecond());
            case 2, 4 -> writeDegrees(into, ride.longitudeMicros());
            case 3, 5 -> writeDegrees(into, ride.latitudeMicros());
            default -> into.writeDigits(ride.passengerCount(), 1);
        }
    }

    private void writeId(ByteOutput into) {
        long high = ride.idHigh();
        long low = ride.idLow();
        into.write('"');
        into.writeHex(high >>> 32, 8);
        into.write('-');
        into.writeHex(high >>> 16, 4);
        into.write('-');
        into.writeHex(high, 4);
        into.write('-');
        into.writeHex(low >>> 48, 4);
        into.write('-');
        into.writeHex(low, 12);
        into.write('"');
    }

    private static void writePickup(ByteOutput into, int second) {
        // Computes the calendar date from a day count, in years that begin in March, so that the leap day comes last.
        // The result is correct from 1970 to 2099, where every fourth year is a leap year.
        int day = second / 86_400;
        int ofDay = second % 86_400;
        int marchDay = day + 671; // since 1 March 1968
        int fourYears = marchDay / 1461;
        int ofFourYears = marchDay % 1461;
        int yearOfFour = Math.min(ofFourYears / 365, 3);
        int ofYear = ofFourYears - yearOfFour * 365;
        int march = (5 * ofYear + 2) / 153;
        int month = march < 10 ? march + 3 : march - 9;
        int year = 1968 + fourYears * 4 + yearOfFour + (month <= 2 ? 1 : 0);
        into.write('"');
        into.writeDigits(year, 4);
        into.write('-');
        into.writeDigits(month, 2);
        into.write('-');
        into.writeDigits(ofYear - (153 * march + 2) / 5 + 1, 2);
        into.write(' ');
        into.writeDigits(ofDay / 3600, 2);
        into.write(':');
        into.writeDigits(ofDay / 60 % 60, 2);
        into.write(':');
        into.writeDigits(ofDay % 60, 2);
        into.write('"');
    }

    private static void writeDegrees(ByteOutput into, int micros) {
        if (micros < 0) {
            into.write('-');
        }
        int size = Math.abs(micros);
        into.writeDigits(size / 1_000_000, 2);
        into.write('.');
        into.writeDigits(size % 1_000_000, 6);
    }
}
