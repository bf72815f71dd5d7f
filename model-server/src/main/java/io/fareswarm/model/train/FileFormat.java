package io.fareswarm.model.train;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/// Formats that people bring instead of a CSV, recognized by their first bytes.
///
/// Each has what it is and what to do with it, for messages. Texts without a signature (HTML, XML, JSON) are recognized by how
/// they begin, because no header of rides begins like that.
enum FileFormat {
    // @formatter:off
    GZIP("gzip data", "unpack it with gunzip", "\u001f\u008b"),
    ZIP("a zip", "unpack it", "PK\3\4", "PK\5\6", "PK00PK\3\4"),
    SPLIT_ZIP("a part of a split zip", "join the parts with zip -s 0, unpack them", "PK\7\b"),
    BZIP2("data compressed with bzip2", "unpack it with bunzip2", "BZh#1AY&SY", "BZh#\u0017rE8P\u0090"),
    XZ("data compressed with xz", "unpack it with unxz", "\u00fd7zXZ\0"),
    LZMA("data compressed with LZMA", "unpack it with unlzma", "]\0\0"),
    ZSTANDARD("data compressed with Zstandard", "unpack it with unzstd", "(\u00b5/\u00fd"),
    LZ4("data compressed with LZ4", "unpack it with unlz4", "\4\"M\u0018"),
    COMPRESS("data compressed with compress", "unpack it with uncompress", "\u001f\u009d"),
    SEVEN_ZIP("a 7z archive", "unpack it", "7z\u00bc\u00af'\u001c"),
    RAR("a RAR archive", "unpack it", "Rar!\u001a\7"),
    TAR("a tar archive", "unpack it with tar -xf"),
    PARQUET("a Parquet file", "write its rows as a CSV, such as with pandas' to_csv(index=False)", "PAR1"),
    ARROW("an Arrow or Feather file",
            "write its rows as a CSV, such as with pandas' to_csv(index=False)", "ARROW1", "FEA1"),
    AVRO("an Avro file", "write its rows as a CSV", "Obj\1"),
    ORC("an ORC file", "write its rows as a CSV", "ORC\n"),
    HDF5("an HDF5 file", "write its rows as a CSV, such as with pandas' to_csv(index=False)", "\u0089HDF\r\n\u001a\n"),
    PICKLE("a Python pickle",
            "write its rows as a CSV, such as with pandas' to_csv(index=False)", "\u0080\4\u0095", "\u0080\5\u0095"),
    R_DATA("a file of R's save or saveRDS",
            "write its rows with write.csv(row.names = FALSE)", "RDX2\n", "RDX3\n", "X\n\0\0\0"),
    SQLITE("an SQLite database", "export its table as a CSV, such as with sqlite3 -header -csv", "SQLite format 3\0"),
    EXCEL("an Excel workbook", "save its sheet as a CSV", "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1"),
    OPEN_DOCUMENT("an OpenDocument file", "save its sheet as a CSV"),
    PDF("a PDF", "look for the file of rides itself", "%PDF-"),
    LFS_POINTER("a Git LFS pointer in place of the file",
            "fetch the file with git lfs pull", "version https://git-lfs."),
    UTF_32("text in UTF-32",
            "convert it to UTF-8, such as with iconv -f UTF-32 -t UTF-8", "\u00ff\u00fe\0\0", "\0\0\u00fe\u00ff"),
    UTF_16("text in UTF-16",
            "convert it to UTF-8, such as with iconv -f UTF-16 -t UTF-8", "\u00ff\u00fe", "\u00fe\u00ff"),
    HTML("an HTML page in place of the file", "fetch the file itself; such a page often asks for a login"),
    XML("XML", "check that the file itself was fetched, and convert it to a CSV"),
    JSON("JSON", "check that the file itself was fetched, and convert it to a CSV");
    // @formatter:on

    /// Number of first bytes from which each format can be recognized.
    static final int START = 512;
    private static final int TAR_OFFSET = 257;

    private final String found;
    private final String remedy;
    private final Pattern start;

    /// @param signatures possible first bytes, as ISO 8859-1; the character # is any digit
    FileFormat(String found, String remedy, String... signatures) {
        this.found = found;
        this.remedy = remedy;
        this.start = Pattern.compile(signatures.length == 0
                ? "(?!)" // matches nothing
                : Arrays.stream(signatures).map(signature -> Pattern.quote(signature).replace("#", "\\E[0-9]\\Q"))
                        .collect(Collectors.joining("|")));
    }

    /// The format in words, such as "an Excel workbook".
    String found() {
        return found;
    }

    /// What a user does to get a CSV, in words.
    String remedy() {
        return remedy;
    }

    /// The format of a file; null if its first bytes may be those of a CSV.
    ///
    /// @param start the first [#START] bytes, or all if there are fewer
    static @Nullable FileFormat of(byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        return Arrays.stream(values()).filter(format -> format.start.matcher(text).lookingAt()).findFirst()
                .orElseGet(() -> text.startsWith("ustar", TAR_OFFSET) ? TAR : ofText(text));
    }

    private static @Nullable FileFormat ofText(String start) {
        if (start.matches("(?s)([^\0]\0){4}.*|(\0[^\0]){4}.*")) {
            return UTF_16; // without a byte order mark
        }
        String text = start.replaceFirst("^\u00ef\u00bb\u00bf", "").stripLeading().toLowerCase(Locale.ROOT);
        if (text.startsWith("<")) {
            return text.contains("<!doctype html") || text.contains("<html") || text.contains("<head") ? HTML : XML;
        }
        return text.matches("(?s)(\\{\\s*[\"}]|\\[\\s*[\\[{\"\\]0-9-]).*") ? JSON : null;
    }
}
