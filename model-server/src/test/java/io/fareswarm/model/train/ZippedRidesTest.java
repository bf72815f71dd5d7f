package io.fareswarm.model.train;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Tests which zips are read, and what the messages for the others say.
class ZippedRidesTest {
    private static final byte[] CONTENT = RideFiles.bytes(RideFiles.HEADER + "\n" + RideFiles.FOUR_ROWS);
    private static final int CENTRAL_HEADER = 0x02014b50;

    @TempDir
    Path folder = Path.of("");

    private long used(Path file) throws Exception {
        return RideFiles.used(file, folder);
    }

    private String error(Path file) {
        return RideFiles.error(file, folder);
    }

    /// Writes a zip and changes 16-bit fields of its first member's header in the directory.
    private Path changed(int offset, int value, String... names) throws IOException {
        byte[] zip = Files.readAllBytes(RideFiles.zip(folder, CONTENT, names));
        ByteBuffer view = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int directory = IntStream.range(0, zip.length - 4).filter(at -> view.getInt(at) == CENTRAL_HEADER)
                .findFirst().orElseThrow();
        view.putShort(directory + offset, (short) value);
        return Files.write(folder.resolve("changed.zip"), zip);
    }

    @ParameterizedTest
    @CsvSource({"9, Deflate64", "12, bzip2", "14, LZMA", "93, Zstandard", "95, xz", "98, PPMd", "77, method 77"})
    void aMethodThatCannotBeReadIsNamed(int method, String name) throws Exception {
        assertThat(error(changed(10, method, "train.csv"))).isEqualTo(
                "line 1: expected a zip with members that are stored or compressed with Deflate, found \"train.csv\" compressed with %s; unpack it and give the CSV"
                        .formatted(name));
    }

    @Test
    void anEncryptedMemberIsNamed() throws Exception {
        assertThat(error(changed(8, 1 + (1 << 11), "Zürich.csv"))).isEqualTo(
                "line 1: expected a zip without a password, found that \"Zürich.csv\" is encrypted; unpack it and give the CSV");
    }

    @Test
    void anEncryptedMemberOfInfoZipsProgramIsNamed() throws Exception {
        Path csv = Files.write(folder.resolve("train.csv"), CONTENT);
        Path file = folder.resolve("encrypted.zip");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/zip")), "there is no zip");
        Process zip = new ProcessBuilder("/usr/bin/zip", "-q", "-j", "-P", "secret", file.toString(), csv.toString())
                .start();
        assertThat(zip.waitFor()).isZero();
        assertThat(error(file)).contains("\"train.csv\" is encrypted");
    }

    @Test
    void aDamagedDirectoryIsNotTruncated() throws Exception {
        assertThat(error(changed(0, 0, "train.csv"))).contains("found damage: ").endsWith("; fetch the file again");
    }

    @Test
    void aSingleMemberIsReadWhateverItsNameIs() throws Exception {
        for (String name : List.of("train", "rides.txt", "data/RIDES.DAT")) {
            assertThat(used(RideFiles.zip(folder, CONTENT, name))).as(name).isEqualTo(4);
        }
        assertThat(used(RideFiles.zip(folder, CONTENT, "__MACOSX/._train", "train"))).isEqualTo(4);
    }

    @Test
    void aMemberInAFolderIsTheOnlyOne() throws Exception {
        Path file = folder.resolve("folder.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new ZipEntry("data/"));
            out.putNextEntry(new ZipEntry("data/train"));
            out.write(CONTENT);
        }
        assertThat(used(file)).isEqualTo(4);
    }

    @Test
    void aMemberWhoseNameIsNotUtf8IsRead() throws Exception {
        Path file = folder.resolve("windows.zip");
        try (OutputStream to = Files.newOutputStream(file);
                ZipOutputStream out = new ZipOutputStream(to, StandardCharsets.ISO_8859_1)) {
            out.putNextEntry(new ZipEntry("Zürich.csv"));
            out.write(CONTENT);
        }
        assertThat(used(file)).isEqualTo(4);
    }

    @Test
    void theOnlyCsvAmongOtherFilesIsRead() throws Exception {
        assertThat(used(RideFiles.zip(folder, CONTENT, "readme.txt", "data/train.CSV", "__MACOSX/data/._train.csv")))
                .isEqualTo(4);
    }

    @Test
    void severalMembersAreNamed() throws Exception {
        assertThat(error(RideFiles.zip(folder, CONTENT, "train.csv", "test.csv", "readme.txt"))).isEqualTo(
                "expected a zip with exactly one CSV inside, found \"train.csv\", \"test.csv\"; give the one to train on, as it is or in a zip of its own");
        assertThat(error(RideFiles.zip(folder, CONTENT, "train", "x".repeat(60)))).contains(
                "found \"train\", \"%s…\"; give".formatted("x".repeat(40)));
        String[] names = IntStream.range(0, 30).mapToObj(number -> number + ".csv").toArray(String[]::new);
        assertThat(error(RideFiles.zip(folder, CONTENT, names))).contains("\"0.csv\", ",
                "\"11.csv\", … (30 in all); give").doesNotContain("12.csv");
        assertThat(error(RideFiles.zip(folder, CONTENT))).contains("found no file; ");
    }
}
