package io.fareswarm.model.train;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests what is said about files that are no CSV, and that a CSV is never taken for one.
class FileFormatTest {
    private static final String RIDES = RideFiles.HEADER + "\n" + RideFiles.FOUR_ROWS;

    @TempDir
    Path folder = Path.of("");

    private long used(Path file) throws Exception {
        return RideFiles.used(file, folder);
    }

    private String error(Path file) {
        return RideFiles.error(file, folder);
    }

    private String error(byte[] content) throws IOException {
        return error(Files.write(folder.resolve("rides"), content));
    }

    private static String found(String format) {
        return "expected a CSV in UTF-8, plain or in a gzip or a zip, found " + format + "; ";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            425a68393141592653590000      | data compressed with bzip2     | unpack it with bunzip2
            425a6839177245385090          | data compressed with bzip2     | unpack it with bunzip2
            fd377a585a000004              | data compressed with xz        | unpack it with unxz
            5d00008000ffffffffffffffff    | data compressed with LZMA      | unpack it with unlzma
            28b52ffd0458                  | data compressed with Zstandard | unpack it with unzstd
            04224d186040                  | data compressed with LZ4       | unpack it with unlz4
            1f9d90                        | data compressed with compress  | unpack it with uncompress
            377abcaf271c0004              | a 7z archive                   | unpack it
            526172211a070100              | a RAR archive                  | unpack it
            504b0708504b0304              | a part of a split zip          | join the parts
            504152311504                  | a Parquet file                 | write its rows as a CSV
            4152524f57310000              | an Arrow or Feather file       | write its rows as a CSV
            4f626a0104                    | an Avro file                   | write its rows as a CSV
            894844460d0a1a0a              | an HDF5 file                   | write its rows as a CSV
            8005950000                    | a Python pickle                | write its rows as a CSV
            580a000000030004              | a file of R's save or saveRDS  | write its rows with write.csv
            53514c69746520666f726d6174203300 | an SQLite database          | export its table as a CSV
            d0cf11e0a1b11ae10000          | an Excel workbook              | save its sheet as a CSV
            255044462d312e37              | a PDF                          | look for the file of rides itself
            """)
    void otherFormatsAreNamedWithWhatToDo(String start, String format, String remedy) throws IOException {
        assertThat(error(HexFormat.of().parseHex(start))).startsWith(found(format) + remedy);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <!DOCTYPE html><html><head>         | an HTML page in place of the file     | fetch the file itself
            ' <HTML lang="en">'                 | an HTML page in place of the file     | fetch the file itself
            <?xml version="1.0"?><Error>Denied  | XML                                   | check that the file
            {"type": "FeatureCollection"        | JSON                                  | check that the file
            '[ {"key": 1}'                      | JSON                                  | check that the file
            version https://git-lfs.github.com/ | a Git LFS pointer in place of the file | fetch the file with git lfs
            """)
    void textsOfOtherFormatsAreNamed(String start, String format, String remedy) throws IOException {
        assertThat(error(RideFiles.bytes("\ufeff" + start)).replace("\ufeff", ""))
                .startsWith(start.startsWith("version") ? "line 1: " : found(format) + remedy);
        assertThat(error(RideFiles.bytes(start))).startsWith(found(format) + remedy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "x-UTF-16LE-BOM", "UTF-16LE", "UTF-16BE", "X-UTF-32LE-BOM", "X-UTF-32BE-BOM"})
    void textInAnotherEncodingIsNamed(String charset) throws IOException {
        String name = charset.contains("32") ? "UTF-32" : "UTF-16";
        assertThat(error(RIDES.getBytes(Charset.forName(charset)))).isEqualTo(
                found("text in " + name) + "convert it to UTF-8, such as with iconv -f " + name + " -t UTF-8");
    }

    @Test
    void aTarArchiveIsNamedAlsoInAGzip() throws IOException {
        byte[] tar = new byte[1_024];
        System.arraycopy(RideFiles.bytes("train.csv"), 0, tar, 0, 9);
        System.arraycopy(RideFiles.bytes("ustar"), 0, tar, 257, 5);
        assertThat(error(tar)).startsWith(found("a tar archive") + "unpack it with tar");
        assertThat(error(RideFiles.gzip(folder, tar))).startsWith(found("a tar archive in the gzip data"));
    }

    @Test
    void compressedDataInsideCompressedDataIsNamed() throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(gzip)) {
            out.write(RideFiles.bytes(RIDES));
        }
        assertThat(error(RideFiles.zip(folder, gzip.toByteArray(), "train.csv.gz")))
                .isEqualTo(found("gzip data in the zip") + "unpack it with gunzip");
        assertThat(error(RideFiles.gzip(folder, gzip.toByteArray()))).startsWith(found("gzip data in the gzip data"));
    }

    @Test
    void aWorkbookIsNamedThoughItIsAZip() throws IOException {
        assertThat(error(RideFiles.zip(folder, new byte[9], "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml")))
                .isEqualTo(found("an Excel workbook") + "save its sheet as a CSV");
        assertThat(error(RideFiles.zip(folder, new byte[9], "mimetype", "content.xml", "META-INF/manifest.xml")))
                .startsWith(found("an OpenDocument file"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PK", "PAR", "BZh", "Rar!", "ustar", "7z", "{x}", "[x]", "ORC", "Obj", "RDX2", "version",
            "Ä", "中文"})
    void aCsvWhoseFirstColumnHasAnUnusualNameIsRead(String name) throws Exception {
        String csv = name + "," + RIDES.replace("a,", "0,a,");
        assertThat(used(Files.writeString(folder.resolve("rides.csv"), csv, StandardCharsets.UTF_8))).isEqualTo(4);
    }
}
