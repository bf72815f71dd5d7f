package io.fareswarm.model.train;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fareswarm.api.TrainingFacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class TrainerTest {
    private static final String GOOD = RideFiles.FOUR_ROWS;

    @TempDir
    Path folder = Path.of("");

    private TrainingResult train(String content) throws Exception {
        return train(trainer(1), RideFiles.csv(folder, content), 1_000_000);
    }

    private Trainer trainer(int threads) {
        return new Trainer(threads, folder, Holdout.NONE);
    }

    private static TrainingResult train(Trainer trainer, Path file, long maxRows) throws Exception {
        try (RideFile rides = RideFile.open(file)) {
            return trainer.csv(rides, maxRows, (_, _) -> {});
        }
    }

    private static TrainingResult train(Trainer trainer, Path file, long maxRows, int blockBytes) throws Exception {
        try (RideFile rides = RideFile.open(file)) {
            return trainer.csv(rides, maxRows, (_, _) -> {}, blockBytes);
        }
    }

    /// The problem of a failed training and its line.
    private record Found(OptionalLong line, InputProblem problem) {
        Found(long line, InputProblem problem) {
            this(OptionalLong.of(line), problem);
        }

        static Found of(TrainingException thrown) {
            assertThat(thrown).hasMessageEndingWith(thrown.problem().message());
            String where = String.valueOf(thrown.getMessage()).replace(thrown.problem().message(), "");
            if (where.isEmpty()) {
                return new Found(OptionalLong.empty(), thrown.problem());
            }
            assertThat(where).matches("line [0-9]+: ");
            return new Found(Long.parseLong(where.replaceAll("[^0-9]", "")), thrown.problem());
        }
    }

    private Found problem(String content) {
        return problem(() -> RideFiles.csv(folder, content));
    }

    private interface Source {
        Path file() throws IOException;
    }

    private Found problem(Source source) {
        TrainingException found = catchThrowableOfType(TrainingException.class,
                () -> train(trainer(1), source.file(), 1_000_000));
        TrainingException parallel = catchThrowableOfType(TrainingException.class,
                () -> train(trainer(2), source.file(), 1_000_000));
        assertThat(Found.of(parallel)).isEqualTo(Found.of(found));
        return Found.of(found);
    }

    /// The decompressed content of the first `length` bytes of a gzip file.
    private static byte[] inflate(byte[] gzip, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip, 0, length))) {
            for (int b = in.read(); b >= 0; b = in.read()) {
                out.write(b);
            }
        } catch (IOException e) {
            // expected, as the data is cut off
        }
        return out.toByteArray();
    }

    private static long lines(byte[] content) {
        return new String(content, StandardCharsets.US_ASCII).chars().filter(c -> c == '\n').count();
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    @Test
    void theFitOfRealRidesEqualsNumpys() throws Exception {
        Path rides = Path.of(System.getProperty("fareswarm.root"), "../shared/data/nyc-taxi-10k.csv");
        assumeTrue(Files.exists(rides), "the real rides are not on this machine");
        Percentage equal = Percentage.withPercentage(1e-7);
        TrainingResult fit = train(trainer(2), rides, 10_000_000);
        assertThat(fit.longitude()).isCloseTo(170.24275863311397, equal);
        assertThat(fit.latitude()).isCloseTo(116.62127709922059, equal);
        assertThat(fit.constant()).isCloseTo(5.005575011888685, equal);
        assertThat(fit.rmse()).isCloseTo(5.780256936831606, equal);
        assertThat(fit.mae()).isCloseTo(2.7397837551850146, equal);
        assertThat(fit.r2()).isCloseTo(0.6575932260320929, equal);
        assertThat(fit.read()).isEqualTo(10_476);
        assertThat(fit.used()).isEqualTo(10_476);
        // Counted with Python: pickups on the grid by cell, distances and residuals with the weights above.
        assertThat(fit.facts().fares()).isEqualTo(new TrainingFacts.Fares(1,
                List.of(5.85, 6.94, 9.25, 11.32, 13.61, 15.02, 17.93, 20.52, 24.24, 28.47, 30.03, 31.28, 31.18, 34.88,
                        39.94, 38.6, 44.23, 49.56, 53.52, 53.72),
                List.of(1726L, 3178L, 1901L, 1176L, 675L, 475L, 308L, 180L, 161L, 180L, 103L, 56L, 40L, 40L, 30L, 24L,
                        22L, 20L, 24L, 157L)));
        assertThat(fit.facts().residuals()).isEqualTo(new TrainingFacts.Residuals(-8, 1,
                List.of(70L, 38L, 83L, 195L, 752L, 2041L, 2135L, 1545L, 1066L, 695L, 456L, 330L, 231L, 195L, 151L, 103L,
                        73L, 54L, 41L, 32L, 28L, 21L, 17L, 124L)));
        assertThat(fit.facts().picture().levels()).isEqualTo("""
                0000000000000000000000000000000000000000
                0000000000000000000000000000000000000000
                0000000000000000000000000000000000000000
                0000000000000000000000000000000000000000
                0000000000000000200000000000000000000000
                0000000000000000000000000000000000000000
                0000000000000002020000000000000000200000
                0000000000000030000000000000000000000000
                0000000000200020000000000020000000000000
                0000000000002420200000002000000000000000
                0000000000034220200000000000000000000000
                0000000000045330000020000000000000000000
                0000000000365443220200000000000000000000
                0000000000754443000000000000000000000200
                0000000007765452200000200000000000000000
                0000000058758730020000000000000000000000
                2000000378488840033204280000000000000000
                0000002788798703443002207200000000000000
                0020007899987203320200020000020000000000
                0000047999970242222022200000020000000000
                0000078999723322352323000000000000000200
                0200288997600200200022220002000000000000
                2222279888402000220000020000000000000000
                0000078886003400000000000023000000200000
                0000777663044430000000000000220000200000
                0000785020034330000000000000002200000000
                0000562440000000200000000000020200000000
                0000002542020000000000000000020200000000
                0000002445332000002000000000000000000000
                0000003333400020000002000000000020000000
                0000002233000200000200000000000000000000
                0000000222020202200000000000000000200000
                0000000000002000000000000000000032300000
                0000220000000000000000000000000022556000
                0000000000000000000000000000000000662000
                0000000000200200000000000000000000000000
                0000000000200000002000000000000000000000
                0000000000000000000000000000000000000000
                0000000000000000020000000000000000000000
                0000000000000000000000000000000000000000
                """.replace("\n", ""));
    }

    @Test
    void theFactsCountTheUsedRides() throws Exception {
        TrainingResult fit = train(RideFiles.HEADER + "\n" + """
                a,10,d,-74.049,40.899,-74.049,40.899,1
                a,10.5,d,-74.049,40.899,-74.049,40.8991,1
                a,20,d,-73.751,40.601,-73.741,40.601,1
                a,1e9,d,-74.051,40.7,-74.051,41.7,1
                a,-1e9,d,-74.0,40.5,-74.0,42.5,1
                a,-1e9,d,-74.0,40.5,-74.5,42.5,1
                a,7,d,-74.0,40.7,-99,40.7,1
                """);
        assertThat(fit.facts().picture()).isEqualTo(new TrainingFacts.Picture(-74.05, 40.6, -73.75, 40.9, 40,
                "9" + "0".repeat(1598) + "6"));
        assertThat(fit.facts().fares().count()).startsWith(3L, 0L).endsWith(0L, 3L).hasSize(20);
        assertThat(fit.facts().fares().mean()).startsWith(13.5, 0.0).endsWith(0.0, -33_333.33);
        assertThat(fit.facts().residuals().count().stream().mapToLong(count -> count).sum()).isEqualTo(fit.used());
    }

    @Test
    void residualsAreCountedInOpenAndClosedBins() {
        ResidualCounts counts = new ResidualCounts();
        for (double residual : new double[]{-1e300, -8.5, -7, -0.25, 0, 0.5, 14.75, 15, 1e300}) {
            counts.add(residual);
        }
        List<Long> expected = new ArrayList<>(Collections.nCopies(24, 0L));
        Map.of(0, 2L, 1, 1L, 7, 1L, 8, 2L, 22, 1L, 23, 2L).forEach(expected::set);
        assertThat(counts.histogram()).isEqualTo(new TrainingFacts.Residuals(-8, 1, expected));
    }

    @Test
    void heldOutRidesAreNotFittedButGiveErrors() throws Exception {
        Path rides = RideFiles.csv(folder, new String(RideFiles.bytes(RideFiles.rides(random(3), 20_000)),
                StandardCharsets.UTF_8));
        TrainingResult whole = train(trainer(1), rides, 1_000_000);
        TrainingResult one = train(new Trainer(1, folder, new Holdout(0.2, 5)), rides, 1_000_000);
        TrainingResult.HeldOut heldOut = Objects.requireNonNull(one.heldOut());
        assertThat(one.used() + heldOut.rows()).isEqualTo(whole.used());
        assertThat(heldOut.rows() / (double) whole.used()).isBetween(0.17, 0.23);
        assertThat(one.longitude()).isNotEqualTo(whole.longitude());
        assertThat(train(new Trainer(3, folder, new Holdout(0.2, 5)), rides, 1_000_000, 1 << 14).heldOut())
                .isEqualTo(train(new Trainer(1, folder, new Holdout(0.2, 5)), rides, 1_000_000, 1 << 14).heldOut());
        assertThat(train(new Trainer(1, folder, new Holdout(0.2, 6)), rides, 1_000_000)).isNotEqualTo(one);
        assertThat(whole.heldOut()).isNull();
    }

    @Test
    void heldOutErrorsFollowTheFormulas() throws Exception {
        double[][] triples = {{0.1, 0.2, 12}, {0.3, 0.1, 30}, {0.2, 0.4, 25}, {0.5, 0.5, 61}, {0.7, 0.1, 40},
                {0.05, 0.6, 3}};
        Holdout holdout = new Holdout(0.5, 2);
        FilteredRides rides = new FilteredRides(holdout);
        for (double[] triple : triples) {
            rides.add(triple[2], 0, 0, triple[0], triple[1]);
        }
        List<double[]> heldOut = Arrays.stream(triples).filter(t -> holdout.holdsOut(t[0], t[1], t[2])).toList();
        assertThat(heldOut).hasSizeBetween(1, 3);
        Moments moments = new Moments();
        moments.add(rides.used());
        try (TrainingTotals totals = new TrainingTotals(folder)) {
            totals.add(rides, moments);
            TrainingResult fit = totals.fit();
            double mean = heldOut.stream().mapToDouble(t -> t[2]).average().orElseThrow();
            double squares = 0;
            double absolutes = 0;
            double deviations = 0;
            for (double[] t : heldOut) {
                double residual = t[2] - (t[0] * fit.longitude() + t[1] * fit.latitude() + fit.constant());
                squares += residual * residual;
                absolutes += Math.abs(residual);
                deviations += (t[2] - mean) * (t[2] - mean);
            }
            assertThat(fit.heldOut())
                    .isEqualTo(new TrainingResult.HeldOut(heldOut.size(), Math.sqrt(squares / heldOut.size()),
                            absolutes / heldOut.size(), deviations == 0 ? null : 1 - squares / deviations));
        }
    }

    @Test
    void theFitIsTheSameForEveryNumberOfThreadsAndEveryFormat() throws Exception {
        byte[] content = RideFiles.bytes(RideFiles.rides(random(1), 30_000));
        Path csv = Files.write(folder.resolve("rides.csv"), content);
        TrainingResult expected = train(trainer(1), csv, 1_000_000);
        for (int threads : new int[]{2, 3, 8}) {
            assertThat(train(trainer(threads), csv, 1_000_000)).isEqualTo(expected);
        }
        assertThat(train(trainer(2), RideFiles.gzip(folder, content), 1_000_000)).isEqualTo(expected);
        assertThat(train(trainer(1), RideFiles.zip(folder, content, "train.csv"), 1_000_000)).isEqualTo(expected);
    }

    @Test
    void blocksOfAnySizeGiveTheSameRowsAndNearlyTheSameFit() throws Exception {
        Path csv = RideFiles.csv(folder, RideFiles.rides(random(2), 3_000));
        TrainingResult expected = train(trainer(1), csv, 1_000_000);
        for (int block : new int[]{150, 997, 4096, 65_537}) {
            TrainingResult fit = train(trainer(2), csv, 1_000_000, block);
            assertThat(fit.read()).isEqualTo(expected.read());
            assertThat(fit.longitude()).isCloseTo(expected.longitude(), Percentage.withPercentage(1e-9));
            assertThat(fit.mae()).isCloseTo(expected.mae(), Percentage.withPercentage(1e-9));
        }
    }

    @Test
    void noMoreThanMaxRowsAreReadForEveryNumberOfThreads() throws Exception {
        String content = RideFiles.rides(random(3), 2_000);
        Path csv = RideFiles.csv(folder, content + "an,error,beyond,the,rows,that,are,read\n");
        String[] lines = content.split("\n");
        Path head = Files.writeString(folder.resolve("head.csv"),
                String.join("\n", Arrays.copyOf(lines, 1_235)) + "\n");
        for (int threads : new int[]{1, 2, 4}) {
            assertThat(train(trainer(threads), csv, 2_000, 1_000).read()).isEqualTo(2_000);
            assertThat(train(trainer(threads), csv, 1_234, 1_000)).isEqualTo(train(trainer(1), head, 5_000, 1_000));
        }
    }

    @Test
    void theFiltersApplyInTheirOrder() throws Exception {
        TrainingResult fit = train(RideFiles.HEADER + "\n" + GOOD + """
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
    void infiniteCoordinatesAreTooFar() throws Exception {
        TrainingResult fit = train(RideFiles.HEADER + "\n" + GOOD + """
                a,99,d,-73.9,inf,-73.9,40.7,1
                a,99,d,-73.9,-inf,-73.9,-Infinity,1
                """);
        assertThat(fit.dropped()).containsEntry("TooFar", 2L);
        assertThat(problem(RideFiles.HEADER + "\n" + GOOD + "a,inf,d,-73.9,40.7,-73.9,40.7,1\n"))
                .isEqualTo(new Found(6, new InputProblem.BrokenNumber("fare_amount", "infinity")));
    }

    @Test
    void everySpellingOfAMissingValueIsDropped() throws Exception {
        List<String> spellings = List.of("", "\"\"", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan",
                "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null");
        for (String spelling : spellings) {
            for (String row : List.of("%s,9,d,-73.9,40.7,-73.9,40.7,1", "a,%s,d,-73.9,40.7,-73.9,40.7,1",
                    "a,9,d,-73.9,40.7,-73.9,%s,1", "a,9,d,-73.9,40.7,-73.9,40.7,%s")) {
                TrainingResult fit = train(RideFiles.HEADER + "\n" + GOOD + row.formatted(spelling) + "\n");
                assertThat(fit.dropped()).as(spelling).containsEntry("MissingField", 1L);
            }
        }
    }

    @Test
    void aRowWithTooFewFieldsHasAMissingValue() throws Exception {
        assertThat(train(RideFiles.HEADER + "\n" + GOOD + "a,9,d\n").dropped()).containsEntry("MissingField", 1L);
    }

    @Test
    void unusualRowsAreReadAsPandasReadsThem() throws Exception {
        String quoted = GOOD.replace("a,", "\"a\n,\"\"b\",").replace(",d,", ",\"d\r\",").replace("40.7", "\"40.7\"");
        TrainingResult expected = train(RideFiles.HEADER + "\n" + GOOD);
        for (String content : List.of(RideFiles.HEADER + "\n" + quoted,
                (RideFiles.HEADER + "\n" + GOOD).replace("\n", "\r\n"),
                (RideFiles.HEADER + "\n" + GOOD).replace("\n", "\r"),
                "\ufeff" + RideFiles.HEADER + "\n" + GOOD.stripTrailing(),
                "\n \n" + RideFiles.HEADER + "\n\n\t\n\r\n" + GOOD.replace("\n", "\n\n"),
                (RideFiles.HEADER + "\n" + GOOD).replace("10,", "1e1 ,").replace("12,", "+12.,").replace("14",
                        "01.4E+1"),
                (RideFiles.HEADER + ",tip\n" + GOOD.replace(",1\n", ",1,0.5\n")).replace("-73.9",
                        " -73.90000000000000000"))) {
            assertThat(train(content)).as(content).isEqualTo(expected);
            TrainingResult inSmallBlocks = train(trainer(1), RideFiles.csv(folder, content), 100, 256);
            assertThat(inSmallBlocks.used()).as(content).isEqualTo(expected.used());
            assertThat(inSmallBlocks.latitude()).as(content).isCloseTo(expected.latitude(), within(1e-9));
        }
    }

    @Test
    void columnsAreFoundByName() throws Exception {
        TrainingResult expected = train(RideFiles.HEADER + "\n" + GOOD);
        StringBuilder other = new StringBuilder(
                "passenger_count,dropoff_latitude,x,fare_amount,pickup_datetime,key,pickup_longitude,pickup_latitude,dropoff_longitude\n");
        for (String line : GOOD.split("\n")) {
            String[] f = line.split(",");
            other.append(String.join(",", f[7], f[6], "0", f[1], f[2], f[0], f[3], f[4], f[5])).append('\n');
        }
        assertThat(train(other.toString())).isEqualTo(expected);
    }

    @Test
    void missingColumnsAreNamed() {
        String header = RideFiles.HEADER.replace("fare_amount,", "").replace("key", "KEY");
        InputProblem expected = new InputProblem.MissingColumns(List.of("fare_amount", "key"),
                QuotedNames.of(List.of(header.split(","))));
        assertThat(problem(header + "\n" + GOOD)).isEqualTo(new Found(1, expected));
        assertThat(problem("\n\n" + header + "\n" + GOOD)).isEqualTo(new Found(3, expected));
        assertThat(expected.message()).contains("fare_amount, key");
    }

    @Test
    void theErrorOfAnInvalidNumberHasItsLine() {
        for (String broken : List.of("x", "1e", "0x10", "1_0", "1 2", "-", "1d", " ", "True", "1.2.3", "NaN5")) {
            assertThat(problem(RideFiles.HEADER + "\n" + GOOD + "\n\"a\nb\",9,d,-73.9,40.7," + broken + ",40.7,1\n"))
                    .isEqualTo(new Found(7, new InputProblem.BrokenNumber("dropoff_longitude", broken)));
        }
    }

    @Test
    void theReportedLineIsCorrectInAnyBlock() throws Exception {
        String content = RideFiles.rides(random(4), 5_000);
        Path csv = RideFiles.csv(folder, content + "a,b,d,-73.9,40.7,-73.9,40.7,1\n" + GOOD);
        for (int threads : new int[]{1, 3}) {
            TrainingException thrown = catchThrowableOfType(TrainingException.class,
                    () -> train(trainer(threads), csv, 1_000_000, 2_000));
            assertThat(Found.of(thrown)).isEqualTo(new Found(5_002, new InputProblem.BrokenNumber("fare_amount", "b")));
        }
    }

    /// The problem of a file in ISO 8859-1.
    private Found problemOfLatin1(String content) {
        return problem(() -> Files.writeString(folder.resolve("rides.csv"), content, StandardCharsets.ISO_8859_1));
    }

    private static Found notUtf8(long line, int place) {
        return new Found(line, new InputProblem.NotUtf8("expected text in UTF-8, found the byte 0xe9 as byte " + place
                + " of the line; save the file as UTF-8"));
    }

    @Test
    void aRowThatIsNotUtf8InAnyColumnIsRejectedWithItsLineAndByte() {
        String whole = RideFiles.HEADER + ",notes\n" + GOOD.replace("\n", ",n\n");
        assertThat(problemOfLatin1(whole + "a,9,d,-73.9,40.7,-73.9,40.7,1,Jos\u00e9\n" + GOOD))
                .isEqualTo(notUtf8(6, 34));
        assertThat(problemOfLatin1(whole + "a,9,d\u00e9,-73.9,40.7,-73.9,40.7,1,")).isEqualTo(notUtf8(6, 6));
        assertThat(problemOfLatin1(whole + "\"a\n\n b\u00e9\",9,d,-73.9,40.7,-73.9,40.7,1,n\n"))
                .isEqualTo(notUtf8(8, 3));
        assertThat(problemOfLatin1(whole + "a,\u00e9,d\u00e9,-73.9,40.7,-73.9,40.7,1,n\n")).isEqualTo(notUtf8(6, 3));
        assertThat(problemOfLatin1(whole + "a,9,d,-73.9,40.7,-73.9,40.7,1,n,\u00e9\n")).isEqualTo(notUtf8(6, 33));
    }

    @Test
    void aHeaderThatIsNotUtf8IsRejectedWithItsLineAndByte() {
        assertThat(problemOfLatin1("\r\n" + RideFiles.HEADER + ",\u00e9t\u00e9\n" + GOOD))
                .isEqualTo(notUtf8(2, RideFiles.HEADER.length() + 2));
        assertThat(problemOfLatin1("\u00ef\u00bb\u00bf\u00e9," + RideFiles.HEADER + "\n")).isEqualTo(notUtf8(1, 4));
    }

    @Test
    void anEarlierProblemIsReportedBeforeOneOfTheEncoding() {
        assertThat(problemOfLatin1(RideFiles.HEADER + "\nx,x,d,-73.9,40.7,-73.9,40.7,1\n\u00e9" + GOOD))
                .isEqualTo(new Found(2, new InputProblem.BrokenNumber("fare_amount", "x")));
    }

    @Test
    void rowsAfterTheLastOneToReadMayHaveAnyBytes() throws Exception {
        Path file = Files.writeString(folder.resolve("rides.csv"), RideFiles.HEADER + "\n" + GOOD + "\u00e9\n",
                StandardCharsets.ISO_8859_1);
        for (int threads : new int[]{1, 2}) {
            assertThat(train(trainer(threads), file, 4).read()).isEqualTo(4);
        }
    }

    @Test
    void textInUtf8OfAnyLanguageIsRead() throws Exception {
        assertThat(train("\ufeff" + RideFiles.HEADER + ",地点\n" + GOOD.replace("\n", ",東京 Zoë 🚕\n")).used())
                .isEqualTo(4);
    }

    @Test
    void aByteThatIsNotUtf8IsFoundInAnyBlock() throws Exception {
        Path file = Files.writeString(folder.resolve("rides.csv"),
                RideFiles.rides(random(4), 5_000) + "\u00e9,9,d,-73.9,40.7,-73.9,40.7,1\n" + GOOD,
                StandardCharsets.ISO_8859_1);
        for (int threads : new int[]{1, 3}) {
            assertThat(Found.of(catchThrowableOfType(TrainingException.class,
                    () -> train(trainer(threads), file, 1_000_000, 2_000)))).isEqualTo(notUtf8(5_002, 1));
        }
    }

    @Test
    void aRowWithTooManyFieldsIsRejected() {
        assertThat(problem(RideFiles.HEADER + "\n" + GOOD + "a,9,d,-73.9,40.7,-73.9,40.7,1,2\n"))
                .isEqualTo(new Found(6, new InputProblem.TooManyFields(8, 9)));
    }

    @Test
    void anEmptyFileIsRejected() {
        assertThat(problem("")).isEqualTo(new Found(1, new InputProblem.Empty()));
        assertThat(problem("\n \r\n")).isEqualTo(new Found(3, new InputProblem.Empty()));
    }

    @Test
    void aFileCutOffInARowIsRejected() throws Exception {
        String whole = RideFiles.HEADER + "\n" + GOOD;
        assertThat(problem(whole + "a,9,d,-73.9")).isEqualTo(
                new Found(6, new InputProblem.Truncated("the last row has 4 of 8 fields and no line end")));
        assertThat(problem(whole + "\"a,9,d,-73.9")).isEqualTo(new Found(6, new InputProblem.UnclosedQuote()));
        assertThat(train(whole.stripTrailing()).used()).isEqualTo(4);
    }

    @Test
    void compressedDataThatIsCutOffIsRejected() throws Exception {
        byte[] content = RideFiles.bytes(RideFiles.rides(random(5), 2_000));
        byte[] gzip = Files.readAllBytes(RideFiles.gzip(folder, content));
        for (int cut : new int[]{3, 9, 500, 20_000, gzip.length - 1}) {
            Found found = problem(() -> Files.write(folder.resolve("cut.gz"), Arrays.copyOf(gzip, cut)));
            assertThat(found.problem()).isInstanceOf(InputProblem.Truncated.class);
            // The expected line is the first one that is missing or incomplete.
            assertThat(found.line()).hasValue(1 + lines(inflate(gzip, cut)));
        }
        byte[] zip = Files.readAllBytes(RideFiles.zip(folder, content, "train.csv"));
        Found found = problem(() -> Files.write(folder.resolve("cut.zip"), Arrays.copyOf(zip, zip.length / 2)));
        assertThat(found.problem()).isInstanceOf(InputProblem.Truncated.class);
        assertThat(found.line()).as("a zip is read from its end").hasValue(1);
    }

    @Test
    void damagedCompressedDataIsRejected() throws Exception {
        byte[] content = RideFiles.bytes(RideFiles.rides(random(6), 2_000));
        for (Path file : List.of(RideFiles.gzip(folder, content), RideFiles.zip(folder, content, "train.csv"))) {
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 2_000; i < 2_020; i++) {
                bytes[i] ^= 0x55;
            }
            Found found = problem(() -> Files.write(folder.resolve("damaged"), bytes));
            assertThat(found.line()).isPresent();
            assertThat(found.problem()).isInstanceOfAny(InputProblem.Damaged.class, InputProblem.BrokenNumber.class,
                    InputProblem.TooManyFields.class,
                    InputProblem.Truncated.class);
        }
    }

    @Test
    void tooFewRowsAreReportedForTheLastLine() {
        assertThat(problem(RideFiles.HEADER + "\n")).isEqualTo(new Found(1, new InputProblem.TooFewRows(0, 0)));
        String two = GOOD.lines().limit(2).collect(Collectors.joining("\n", RideFiles.HEADER + "\n", "\n"));
        assertThat(problem(two + "a\n")).isEqualTo(new Found(4, new InputProblem.TooFewRows(2, 3)));
        assertThat(problem(two + "\"a\nb\"\n\n")).isEqualTo(new Found(6, new InputProblem.TooFewRows(2, 3)));
    }

    @Test
    void theLastLineIsThatOfTheLastRowWithinMaxRows() throws Exception {
        Path csv = RideFiles.csv(folder, RideFiles.HEADER + "\n" + "a\n".repeat(5_000));
        for (int threads : new int[]{1, 3}) {
            TrainingException thrown = catchThrowableOfType(TrainingException.class,
                    () -> train(trainer(threads), csv, 1_234, 1_000));
            assertThat(Found.of(thrown)).isEqualTo(new Found(1_235, new InputProblem.TooFewRows(0, 1_234)));
        }
    }

    @Test
    void rowsThatDoNotDetermineTheWeightsAreReportedForTheLastLine() {
        String same = "a,9,d,-73.9,40.7,-73.8,40.8,1\n".repeat(9);
        assertThat(problem(RideFiles.HEADER + "\n" + same))
                .isEqualTo(new Found(10, new InputProblem.Singular("distance in longitude")));
        String still = GOOD.replaceAll(",40\\.[0-9],1\n", ",40.7,1\n");
        assertThat(problem(RideFiles.HEADER + "\n" + still))
                .isEqualTo(new Found(5, new InputProblem.Singular("distance in latitude")));
    }

    @Test
    void errorsOfSyntheticRidesHaveNoLine() {
        TrainingException thrown = catchThrowableOfType(TrainingException.class, () -> trainer(1).synthetic(2, 1));
        assertThat(Found.of(thrown)).isEqualTo(new Found(OptionalLong.empty(), new InputProblem.TooFewRows(2, 2)));
        assertThat(thrown).hasMessageStartingWith("expected at least 3 usable rows, found 2 of 2 read");
    }

    @Test
    void aRowLongerThanABlockIsRejected() throws Exception {
        Path csv = RideFiles.csv(folder, RideFiles.HEADER + "\n" + GOOD + "x".repeat(5_000) + "\n");
        TrainingException thrown = catchThrowableOfType(TrainingException.class,
                () -> train(trainer(2), csv, 1_000, 1_000));
        assertThat(Found.of(thrown)).isEqualTo(new Found(6, new InputProblem.RowTooLong(1_000)));
    }

    @Test
    void equalFaresGiveNoR2() throws Exception {
        TrainingResult fit = train(RideFiles.HEADER + "\n" + GOOD.replaceAll("a,[0-9]+,", "a,9,"));
        assertThat(fit.constant()).isCloseTo(9, within(1e-9));
        assertThat(fit.rmse()).isCloseTo(0, within(1e-9));
    }

    @Test
    void aNearlySingularFitHasAccurateWeights() throws Exception {
        // Longitude and latitude differ only in the last decimal: sums of products in doubles would lose all sixteen digits.
        StringBuilder content = new StringBuilder(RideFiles.HEADER).append('\n');
        for (int i = 1; i <= 1_000; i++) {
            int odd = i * 7919 % 1_000;
            double longitude = i / 1_024.0;
            double latitude = longitude + odd / 1_048_576.0 / 1_024.0;
            double fare = 3 * longitude + 5 * latitude + 2;
            content.append("a,%s,d,0,0,%s,%s,1\n".formatted(fare, longitude, latitude));
        }
        TrainingResult fit = train(content.toString());
        assertThat(fit.longitude()).isCloseTo(3, within(1e-7));
        assertThat(fit.latitude()).isCloseTo(5, within(1e-7));
        assertThat(fit.constant()).isCloseTo(2, within(1e-12));
    }

    @Test
    void syntheticRidesGiveThePublishedWeightsReproducibly() throws Exception {
        TrainingResult fit = trainer(1).synthetic(100_000, 1);
        assertThat(fit.longitude()).isCloseTo(147.18210116623817, within(0.5));
        assertThat(fit.latitude()).isCloseTo(77.0724130187767, within(0.5));
        assertThat(fit.constant()).isCloseTo(6.392624605022959, within(0.1));
        assertThat(fit.used()).isEqualTo(100_000);
        assertThat(trainer(2).synthetic(100_000, 1)).isEqualTo(fit);
        assertThat(trainer(1).synthetic(100_000, 2).longitude()).isNotEqualTo(fit.longitude());
    }

    @Test
    void theListenerReceivesTheProgress() throws Exception {
        byte[] content = RideFiles.bytes(RideFiles.rides(random(9), 2_000));
        for (Path path : List.of(Files.write(folder.resolve("rides.csv"), content), RideFiles.gzip(folder, content),
                RideFiles.zip(folder, content, "train.csv"))) {
            List<Long> rows = new ArrayList<>();
            List<Double> shares = new ArrayList<>();
            try (RideFile file = RideFile.open(path)) {
                trainer(2).csv(file, 10_000, (read, share) -> {
                    rows.add(read);
                    shares.add(share);
                }, 10_000);
            }
            assertThat(rows).hasSizeGreaterThan(10).isSorted().endsWith(2_000L);
            assertThat(shares).isSorted().endsWith(1.0).allMatch(share -> share > 0);
        }
    }

    @Test
    void theDigestCoversTheWholeFileForAnyNumberOfRowsRead() throws Exception {
        byte[] content = RideFiles.bytes(RideFiles.rides(random(9), 2_000));
        for (Path path : List.of(Files.write(folder.resolve("rides.csv"), content), RideFiles.gzip(folder, content),
                RideFiles.zip(folder, content, "train.csv"))) {
            String expected = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path)));
            for (long maxRows : new long[]{10, 10_000}) {
                try (RideFile file = RideFile.open(path)) {
                    trainer(1).csv(file, maxRows, (_, _) -> {}, 10_000);
                    assertThat(file.sha256()).as(path.toString()).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void aTrainingLeavesNoTemporaryFile() throws Exception {
        Path spills = Files.createDirectory(folder.resolve("spills"));
        Trainer trainer = new Trainer(2, spills, Holdout.NONE);
        train(trainer, RideFiles.csv(folder, RideFiles.rides(random(8), 1_000)), 1_000);
        assertThat(spills).isEmptyDirectory();
    }
}
