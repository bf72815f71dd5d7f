package io.fareswarm.model.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class TrainerTest {
    private static final String GOOD = """
            a,10,d,-73.9,40.7,-73.8,40.8,1
            a,12,d,-73.9,40.7,-73.7,40.8,1
            a,14,d,-73.9,40.7,-73.8,40.6,1
            a,30,d,-73.9,40.7,-73.5,40.3,1
            """;

    @TempDir
    Path folder = Path.of("");

    private Fit train(String content) throws Exception {
        return trainer(1).csv(RideFiles.csv(folder, content), 1_000_000);
    }

    private Trainer trainer(int threads) {
        return new Trainer(threads, folder);
    }

    private Problem problem(String content) {
        return problem(() -> RideFiles.csv(folder, content));
    }

    private interface Source {
        Path file() throws IOException;
    }

    private Problem problem(Source source) {
        TrainingException found = catchThrowableOfType(TrainingException.class,
                () -> trainer(1).csv(source.file(), 1_000_000));
        TrainingException parallel = catchThrowableOfType(TrainingException.class,
                () -> trainer(2).csv(source.file(), 1_000_000));
        assertThat(parallel.problem()).isEqualTo(found.problem());
        return found.problem();
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    @Test
    void agreesWithNumpyOnTheRealRides() throws Exception {
        Path rides = Path.of(System.getProperty("fareswarm.root"), "../shared/data/nyc-taxi-10k.csv");
        assumeTrue(Files.exists(rides), "the real rides are not on this machine");
        Percentage equal = Percentage.withPercentage(1e-7);
        Fit fit = trainer(2).csv(rides, 10_000_000);
        assertThat(fit.longitude()).isCloseTo(170.24275863311397, equal);
        assertThat(fit.latitude()).isCloseTo(116.62127709922059, equal);
        assertThat(fit.constant()).isCloseTo(5.005575011888685, equal);
        assertThat(fit.rmse()).isCloseTo(5.780256936831606, equal);
        assertThat(fit.mae()).isCloseTo(2.7397837551850146, equal);
        assertThat(fit.r2()).isCloseTo(0.6575932260320929, equal);
        assertThat(fit.read()).isEqualTo(10_476);
        assertThat(fit.used()).isEqualTo(10_476);
    }

    @Test
    void theFitIsTheSameForEveryNumberOfThreadsAndEveryFormat() throws Exception {
        byte[] content = RideFiles.bytes(RideFiles.rides(random(1), 30_000));
        Path csv = Files.write(folder.resolve("rides.csv"), content);
        Fit expected = trainer(1).csv(csv, 1_000_000);
        for (int threads : new int[]{2, 3, 8}) {
            assertThat(trainer(threads).csv(csv, 1_000_000)).isEqualTo(expected);
        }
        assertThat(trainer(2).csv(RideFiles.gzip(folder, content), 1_000_000)).isEqualTo(expected);
        assertThat(trainer(1).csv(RideFiles.zip(folder, content, "train.csv"), 1_000_000)).isEqualTo(expected);
    }

    @Test
    void blocksOfAnySizeCountTheSameRowsAndNearlyAgree() throws Exception {
        Path csv = RideFiles.csv(folder, RideFiles.rides(random(2), 3_000));
        Fit expected = trainer(1).csv(csv, 1_000_000);
        for (int block : new int[]{150, 997, 4096, 65_537}) {
            Fit fit = trainer(2).csv(csv, 1_000_000, block);
            assertThat(fit.read()).isEqualTo(expected.read());
            assertThat(fit.longitude()).isCloseTo(expected.longitude(), Percentage.withPercentage(1e-9));
            assertThat(fit.mae()).isCloseTo(expected.mae(), Percentage.withPercentage(1e-9));
        }
    }

    @Test
    void readsNoMoreThanMaxRowsForEveryNumberOfThreads() throws Exception {
        String content = RideFiles.rides(random(3), 2_000);
        Path csv = RideFiles.csv(folder, content + "an,error,beyond,the,rows,that,are,read\n");
        String[] lines = content.split("\n");
        Path head = Files.writeString(folder.resolve("head.csv"),
                String.join("\n", Arrays.copyOf(lines, 1_235)) + "\n");
        for (int threads : new int[]{1, 2, 4}) {
            assertThat(trainer(threads).csv(csv, 2_000, 1_000).read()).isEqualTo(2_000);
            assertThat(trainer(threads).csv(csv, 1_234, 1_000)).isEqualTo(trainer(1).csv(head, 5_000, 1_000));
        }
    }

    @Test
    void appliesTheFiltersInTheirOrder() throws Exception {
        Fit fit = train(RideFiles.HEADER + "\n" + GOOD + """
                ,99,d,-99,40.7,-99,99,1
                a,99,d,-80.1,40.7,-99,99,1
                a,99,d,50.1,40.7,-73.9,40.7,1
                a,99,d,-73.9,40.7,-80.1,40.7,1
                a,99,d,-73.9,40.7,-73.9,50.1,1
                a,99,d,-73.9,40.7,-68.9,40.7,1
                a,99,d,-73.9,40.7,-73.9,45.7,1
                a,99,d,-80,40.7,-80,40.7,1
                """);
        assertThat(fit.read()).isEqualTo(12);
        assertThat(fit.used()).isEqualTo(5);
        assertThat(fit.dropped()).isEqualTo(Map.of("MissingField", 1L, "PickupOutOfRange", 2L,
                "DropoffOutOfRange", 2L, "TooFar", 2L));
    }

    @Test
    void infinityIsFarAndTheDifferenceOfTwoIsNotNear() throws Exception {
        Fit fit = train(RideFiles.HEADER + "\n" + GOOD + """
                a,99,d,-73.9,inf,-73.9,40.7,1
                a,99,d,-73.9,-inf,-73.9,-Infinity,1
                """);
        assertThat(fit.dropped()).containsEntry("TooFar", 2L);
        assertThat(problem(RideFiles.HEADER + "\n" + GOOD + "a,inf,d,-73.9,40.7,-73.9,40.7,1\n"))
                .isEqualTo(new Problem.BrokenNumber(6, "fare_amount", "infinity"));
    }

    @Test
    void dropsEverySpellingOfAMissingValue() throws Exception {
        List<String> spellings = List.of("", "\"\"", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan",
                "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null");
        for (String spelling : spellings) {
            for (String row : List.of("%s,9,d,-73.9,40.7,-73.9,40.7,1", "a,%s,d,-73.9,40.7,-73.9,40.7,1",
                    "a,9,d,-73.9,40.7,-73.9,%s,1", "a,9,d,-73.9,40.7,-73.9,40.7,%s")) {
                Fit fit = train(RideFiles.HEADER + "\n" + GOOD + row.formatted(spelling) + "\n");
                assertThat(fit.dropped()).as(spelling).containsEntry("MissingField", 1L);
            }
        }
    }

    @Test
    void aRowWithTooFewFieldsLacksTheLast() throws Exception {
        assertThat(train(RideFiles.HEADER + "\n" + GOOD + "a,9,d\n").dropped()).containsEntry("MissingField", 1L);
    }

    @Test
    void readsWhatPandasReads() throws Exception {
        String quoted = GOOD.replace("a,", "\"a\n,\"\"b\",").replace(",d,", ",\"d\r\",").replace("40.7", "\"40.7\"");
        Fit expected = train(RideFiles.HEADER + "\n" + GOOD);
        for (String content : List.of(RideFiles.HEADER + "\n" + quoted,
                (RideFiles.HEADER + "\n" + GOOD).replace("\n", "\r\n"),
                (RideFiles.HEADER + "\n" + GOOD).replace("\n", "\r"),
                "\ufeff" + RideFiles.HEADER + "\n" + GOOD.stripTrailing(),
                "\n \n" + RideFiles.HEADER + "\n\n\t\n\r\n" + GOOD.replace("\n", "\n\n"),
                (RideFiles.HEADER + "\n" + GOOD).replace("10,", "1e1 ,").replace("12,", "+12.,").replace("14",
                        "01.4E+1"),
                (RideFiles.HEADER + ",tip\n" + GOOD.replace(",1\n", ",1,NA\n")).replace("-73.9",
                        " -73.90000000000000000"))) {
            assertThat(train(content)).as(content).isEqualTo(expected);
            Fit inSmallBlocks = trainer(1).csv(RideFiles.csv(folder, content), 100, 256);
            assertThat(inSmallBlocks.used()).as(content).isEqualTo(expected.used());
            assertThat(inSmallBlocks.latitude()).as(content).isCloseTo(expected.latitude(), within(1e-9));
        }
    }

    @Test
    void columnsAreFoundByName() throws Exception {
        Fit expected = train(RideFiles.HEADER + "\n" + GOOD);
        StringBuilder other = new StringBuilder(
                "passenger_count,dropoff_latitude,x,fare_amount,pickup_datetime,key,pickup_longitude,pickup_latitude,dropoff_longitude\n");
        for (String line : GOOD.split("\n")) {
            String[] f = line.split(",");
            other.append(String.join(",", f[7], f[6], "", f[1], f[2], f[0], f[3], f[4], f[5])).append('\n');
        }
        assertThat(train(other.toString())).isEqualTo(expected);
    }

    @Test
    void namesTheMissingColumns() {
        assertThat(problem(RideFiles.HEADER.replace("fare_amount,", "").replace("key", "KEY") + "\n" + GOOD))
                .isInstanceOfSatisfying(Problem.MissingColumns.class,
                        missing -> assertThat(missing.missing()).containsExactly("fare_amount", "key"))
                .extracting(Problem::message).asString().contains("fare_amount, key").startsWith("line 1: ");
    }

    @Test
    void tellsTheLineOfABrokenNumber() {
        for (String broken : List.of("x", "1e", "0x10", "1_0", "1 2", "-", "1d", " ", "True", "1.2.3", "NaN5")) {
            assertThat(problem(RideFiles.HEADER + "\n" + GOOD + "\n\"a\nb\",9,d,-73.9,40.7," + broken + ",40.7,1\n"))
                    .isEqualTo(new Problem.BrokenNumber(7, "dropoff_longitude", broken));
        }
    }

    @Test
    void tellsTheLineInAnyBlock() throws Exception {
        String content = RideFiles.rides(random(4), 5_000);
        Path csv = RideFiles.csv(folder, content + "a,b,d,-73.9,40.7,-73.9,40.7,1\n" + GOOD);
        for (int threads : new int[]{1, 3}) {
            TrainingException thrown = catchThrowableOfType(TrainingException.class,
                    () -> trainer(threads).csv(csv, 1_000_000, 2_000));
            assertThat(thrown.problem()).isEqualTo(new Problem.BrokenNumber(5_002, "fare_amount", "b"));
        }
    }

    @Test
    void refusesARowWithTooManyFields() {
        assertThat(problem(RideFiles.HEADER + "\n" + GOOD + "a,9,d,-73.9,40.7,-73.9,40.7,1,2\n"))
                .isEqualTo(new Problem.TooManyFields(6, 8, 9));
    }

    @Test
    void refusesAnEmptyFile() {
        assertThat(problem("")).isEqualTo(new Problem.Empty());
        assertThat(problem("\n \r\n")).isEqualTo(new Problem.Empty());
    }

    @Test
    void refusesAFileCutOffInARow() throws Exception {
        String whole = RideFiles.HEADER + "\n" + GOOD;
        assertThat(problem(whole + "a,9,d,-73.9")).isInstanceOfSatisfying(Problem.Truncated.class,
                truncated -> assertThat(truncated.line()).isEqualTo(6));
        assertThat(problem(whole + "\"a,9,d,-73.9")).isEqualTo(new Problem.UnclosedQuote(6));
        assertThat(train(whole.stripTrailing()).used()).isEqualTo(4);
    }

    @Test
    void refusesCompressedDataThatIsCutOff() throws Exception {
        byte[] content = RideFiles.bytes(RideFiles.rides(random(5), 2_000));
        Path gzip = RideFiles.gzip(folder, content);
        for (int cut : new int[]{3, 9, 500, 20_000}) {
            byte[] bytes = Arrays.copyOf(Files.readAllBytes(gzip), cut);
            assertThat(problem(() -> Files.write(folder.resolve("cut.gz"), bytes)))
                    .isInstanceOf(Problem.Truncated.class);
        }
        byte[] zip = Files.readAllBytes(RideFiles.zip(folder, content, "train.csv"));
        assertThat(problem(() -> Files.write(folder.resolve("cut.zip"), Arrays.copyOf(zip, zip.length / 2))))
                .isInstanceOf(Problem.Truncated.class);
    }

    @Test
    void refusesCompressedDataThatIsDamaged() throws Exception {
        byte[] content = RideFiles.bytes(RideFiles.rides(random(6), 2_000));
        for (Path file : List.of(RideFiles.gzip(folder, content), RideFiles.zip(folder, content, "train.csv"))) {
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 2_000; i < 2_020; i++) {
                bytes[i] ^= 0x55;
            }
            assertThat(problem(() -> Files.write(folder.resolve("damaged"), bytes)))
                    .isInstanceOfAny(Problem.Damaged.class, Problem.BrokenNumber.class, Problem.TooManyFields.class,
                            Problem.Truncated.class);
        }
    }

    @Test
    void refusesAZipWithoutExactlyOneCsv() throws Exception {
        byte[] content = RideFiles.bytes(RideFiles.HEADER + "\n" + GOOD);
        assertThat(problem(() -> RideFiles.zip(folder, content, "train.csv", "test.csv")))
                .isEqualTo(new Problem.NotOneCsv(List.of("train.csv", "test.csv")));
        assertThat(problem(() -> RideFiles.zip(folder, content, "readme.txt")))
                .isEqualTo(new Problem.NotOneCsv(List.of()));
        assertThat(trainer(1).csv(RideFiles.zip(folder, content, "readme.txt", "data/train.CSV",
                "__MACOSX/data/._train.csv"), 100).used()).isEqualTo(4);
    }

    @Test
    void refusesTooFewRows() {
        assertThat(problem(RideFiles.HEADER + "\n")).isEqualTo(new Problem.TooFewRows(0, 0));
        assertThat(problem(RideFiles.HEADER + "\n" + GOOD.lines().limit(2).toList().stream()
                .reduce("", (all, line) -> all + line + "\n") + "a\n")).isEqualTo(new Problem.TooFewRows(2, 3));
    }

    @Test
    void refusesRowsThatDoNotDetermineTheWeights() {
        String same = "a,9,d,-73.9,40.7,-73.8,40.8,1\n".repeat(9);
        assertThat(problem(RideFiles.HEADER + "\n" + same)).isEqualTo(new Problem.Singular("distance in longitude"));
        String still = GOOD.replaceAll(",40\\.[0-9],1\n", ",40.7,1\n");
        assertThat(problem(RideFiles.HEADER + "\n" + still)).isEqualTo(new Problem.Singular("distance in latitude"));
    }

    @Test
    void refusesARowLongerThanABlock() throws Exception {
        Path csv = RideFiles.csv(folder, RideFiles.HEADER + "\n" + GOOD + "x".repeat(5_000) + "\n");
        TrainingException thrown = catchThrowableOfType(TrainingException.class,
                () -> trainer(2).csv(csv, 1_000, 1_000));
        assertThat(thrown.problem()).isEqualTo(new Problem.RowTooLong(6, 1_000));
    }

    @Test
    void equalFaresLeaveNothingToExplain() throws Exception {
        Fit fit = train(RideFiles.HEADER + "\n" + GOOD.replaceAll("a,[0-9]+,", "a,9,"));
        assertThat(fit.constant()).isCloseTo(9, within(1e-9));
        assertThat(fit.rmse()).isCloseTo(0, within(1e-9));
    }

    @Test
    void aNearlySingularFitKeepsItsDigits() throws Exception {
        // Longitude and latitude differ by the last decimal only: sums of products would lose all sixteen digits.
        StringBuilder content = new StringBuilder(RideFiles.HEADER).append('\n');
        for (int i = 1; i <= 1_000; i++) {
            int odd = i * 7919 % 1_000;
            double longitude = i / 1_024.0;
            double latitude = longitude + odd / 1_048_576.0 / 1_024.0;
            double fare = 3 * longitude + 5 * latitude + 2;
            content.append("a,%s,d,0,0,%s,%s,1\n".formatted(fare, longitude, latitude));
        }
        Fit fit = train(content.toString());
        assertThat(fit.longitude()).isCloseTo(3, within(1e-7));
        assertThat(fit.latitude()).isCloseTo(5, within(1e-7));
        assertThat(fit.constant()).isCloseTo(2, within(1e-12));
    }

    @Test
    void syntheticRidesGiveThePublishedWeightsAndTheSameOnesAgain() throws Exception {
        Fit fit = trainer(1).synthetic(100_000, 1);
        assertThat(fit.longitude()).isCloseTo(147.18210116623817, within(0.5));
        assertThat(fit.latitude()).isCloseTo(77.0724130187767, within(0.5));
        assertThat(fit.constant()).isCloseTo(6.392624605022959, within(0.1));
        assertThat(fit.used()).isEqualTo(100_000);
        assertThat(trainer(2).synthetic(100_000, 1)).isEqualTo(fit);
        assertThat(trainer(1).synthetic(100_000, 2).longitude()).isNotEqualTo(fit.longitude());
    }

    @Test
    void leavesNoFileBehind() throws Exception {
        Path spills = Files.createDirectory(folder.resolve("spills"));
        Trainer trainer = new Trainer(2, spills);
        trainer.csv(RideFiles.csv(folder, RideFiles.rides(random(8), 1_000)), 1_000);
        assertThat(spills).isEmptyDirectory();
    }
}
