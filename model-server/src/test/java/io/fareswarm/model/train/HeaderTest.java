package io.fareswarm.model.train;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/// Tests headers that are not Kaggle's: their messages, and rows with names.
class HeaderTest {
    private static final String HEADER = RideFiles.HEADER;
    private static final String ROWS = RideFiles.FOUR_ROWS;
    private static final String TLC = "expected Kaggle's columns, found a file of New York's taxi commission (TLC) with coordinates; rename ";
    private static final String TLC_END = ", and remove all other columns, because a row without a value in any column is not used";

    @TempDir
    Path folder = Path.of("");

    private TrainingResult train(String content, int threads, int block) throws Exception {
        try (RideFile rides = RideFile.open(RideFiles.csv(folder, content))) {
            return new Trainer(threads, folder, Holdout.NONE).csv(rides, 1_000, (_, _) -> {}, block);
        }
    }

    private String error(String content) {
        return String.valueOf(
                catchThrowableOfType(TrainingException.class, () -> train(content, 1, 1 << 20)).getMessage());
    }

    private static String rows(String... names) {
        List<String> lines = ROWS.lines().toList();
        return IntStream.range(0, 4).mapToObj(row -> names[row] + "," + lines.get(row) + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void rowsThatStartWithTheirNameAreReadAsPandasReadsThem() throws Exception {
        TrainingResult expected = train(HEADER + "\n" + ROWS, 1, 1 << 20);
        String quoted = HEADER.replaceAll("\\w+", "\"$0\"");
        for (String content : List.of(HEADER + "\n" + rows("1", "12", "NA", ""),
                HEADER + "\n\n" + rows("x y", "-1", "nan", "null"),
                quoted + "\n" + rows("\"1\"", "\"2\"", "\"3\"", "\"4\""),
                HEADER + "\n" + rows("0,x", "1,", ",y", "NA,NA"))) {
            assertThat(train(content, 1, 1 << 20)).as(content).isEqualTo(expected);
            for (int threads : new int[]{1, 3}) {
                assertThat(train(content, threads, 150).used()).as(content).isEqualTo(4);
            }
        }
    }

    @Test
    void anErrorOfAFileWithRowNamesSaysThatItHasThem() {
        String expected = "; correct or remove the line (the first row has one field more than the header, so the first field of each row is its name, as in pandas)";
        assertThat(error(HEADER + "\n" + ROWS.replace("\n", ",\n")))
                .isEqualTo("line 2: expected a finite number in fare_amount, found \"d\"" + expected);
        assertThat(error(HEADER + "\n" + rows("1", "2", "3", "4") + "5,6,7" + ",8".repeat(7) + "\n"))
                .startsWith("line 6: expected 9 fields as in the header").contains("found 10; ")
                .endsWith("as in pandas)");
        assertThat(error(HEADER + "\n0," + ROWS))
                .isEqualTo("line 3: expected a finite number in fare_amount, found \"d\"" + expected);
        assertThat(error(HEADER + "\n0,1," + ROWS))
                .startsWith("line 5: expected at least 3 usable rows, found 1 of 4 read")
                .contains("2 fields more than the header, so the first 2 of each row are its name");
    }

    @Test
    void aLastColumnWithoutANameIsNamed() {
        assertThat(error(HEADER + ",\n" + ROWS)).isEqualTo(
                "line 5: expected at least 3 usable rows, found 0 of 4 read; give more rides (the header ends with a comma, so its last column has no name; rows without a value in it are not used, remove the comma)");
        assertThat(error("key,fare,\n")).contains("found \"key\", \"fare\", a last one without a name; ");
        assertThat(error(",key,fare\n")).contains("found one without a name, \"key\", \"fare\"; ");
    }

    @Test
    void theColumnsThatWereFoundAreQuotedAndNeverCutSilently() {
        assertThat(error("key, fare_amount,\"a,b\"," + "x".repeat(41) + "\n"))
                .contains("found \"key\", \" fare_amount\", \"a,b\", \"%s…\"; name".formatted("x".repeat(40)));
        String many = IntStream.range(0, 40).mapToObj(number -> "c" + number).collect(Collectors.joining(","));
        assertThat(error(many + "\n")).contains("\"c11\", … (40 in all); name").doesNotContain("c12");
        assertThat(error("x".repeat(39) + "\ud83d\ude95\n")).contains("found \"%s…\"; ".formatted("x".repeat(39)));
        assertThat(error(HEADER.replace(',', ';') + "\n"))
                .endsWith("(the header has no comma; separate fields with commas)");
    }

    @Test
    void aFileOfTheTaxiCommissionWithCoordinatesSaysWhatToRename() {
        assertThat(error(
                "vendor_name,Trip_Pickup_DateTime,Trip_Dropoff_DateTime,Passenger_Count,Trip_Distance,Start_Lon,Start_Lat,Rate_Code,store_and_forward,End_Lon,End_Lat,Payment_Type,Fare_Amt,surcharge,mta_tax,Tip_Amt,Tolls_Amt,Total_Amt\n"))
                .isEqualTo("line 1: " + TLC
                        + "\"Fare_Amt\" to fare_amount, \"Start_Lon\" to pickup_longitude, \"Start_Lat\" to pickup_latitude, \"End_Lon\" to dropoff_longitude, \"End_Lat\" to dropoff_latitude, \"vendor_name\" to key, \"Trip_Pickup_DateTime\" to pickup_datetime, \"Passenger_Count\" to passenger_count"
                        + TLC_END);
        assertThat(error(
                "vendor_id, pickup_datetime, dropoff_datetime, passenger_count, trip_distance, pickup_longitude, pickup_latitude, rate_code, store_and_fwd_flag, dropoff_longitude, dropoff_latitude, payment_type, fare_amount, surcharge, mta_tax, tip_amount, tolls_amount, total_amount\n"))
                .startsWith("line 1: " + TLC
                        + "\" fare_amount\" to fare_amount, \" pickup_longitude\" to pickup_longitude, ")
                .contains(", \"vendor_id\" to key, ").endsWith(TLC_END);
        assertThat(error(
                "VendorID,tpep_pickup_datetime,tpep_dropoff_datetime,passenger_count,trip_distance,pickup_longitude,pickup_latitude,RatecodeID,store_and_fwd_flag,dropoff_longitude,dropoff_latitude,payment_type,fare_amount,extra,mta_tax,tip_amount,tolls_amount,improvement_surcharge,total_amount\n"))
                .isEqualTo("line 1: " + TLC + "\"VendorID\" to key, \"tpep_pickup_datetime\" to pickup_datetime"
                        + TLC_END);
        assertThat(error(
                "VendorID,lpep_pickup_datetime,Lpep_dropoff_datetime,Store_and_fwd_flag,RateCodeID,Pickup_longitude,Pickup_latitude,Dropoff_longitude,Dropoff_latitude,Passenger_count,Trip_distance,Fare_amount,Extra\n"))
                .contains("\"Fare_amount\" to fare_amount", "\"lpep_pickup_datetime\" to pickup_datetime");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "VendorID,tpep_pickup_datetime,tpep_dropoff_datetime,passenger_count,trip_distance,RatecodeID,store_and_fwd_flag,PULocationID,DOLocationID,payment_type,fare_amount",
            "dispatching_base_num,pickup_datetime,dropOff_datetime,PUlocationID,DOlocationID,SR_Flag"})
    void aFileOfTheTaxiCommissionWithZonesCannotBeUsed(String header) {
        assertThat(error(header + "\n")).isEqualTo(
                "line 1: expected coordinates, found a file of New York's taxi commission (TLC) with zones (PULocationID); it has no coordinates and cannot be used, take Kaggle's file or one of the TLC from before July 2016");
    }
}
