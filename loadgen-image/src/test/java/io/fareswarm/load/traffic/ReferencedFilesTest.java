package io.fareswarm.load.traffic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fareswarm.api.KeyRef;
import io.fareswarm.protocol.KeyReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReferencedFilesTest {
    private static final KeyReference ROWS = KeyReference.configMap("request.data.configMap",
            new KeyRef("riders", "rows.csv"));
    private static final KeyReference TOKEN = KeyReference.secret("header Authorization", new KeyRef("api", "token"));

    @TempDir
    Path folder = Path.of("");

    private ReferencedFiles files(KeyReference reference, String latin1) throws IOException {
        Path file = folder.resolve(reference.path());
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, latin1, StandardCharsets.ISO_8859_1);
        return new ReferencedFiles(folder);
    }

    @Test
    void dataThatIsNotUtf8IsRejectedWithTheLineAndTheByte() throws Exception {
        ReferencedFiles files = files(ROWS, "id,name\n1,Zo\u00e9\n");
        assertThatThrownBy(() -> files.text(ROWS)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("request.data.configMap: ConfigMap riders, key rows.csv, line 2: expected text in UTF-8, "
                        + "found the byte 0xe9 as byte 5 of the line; save the file as UTF-8");
    }

    @Test
    void aSecretThatIsNotUtf8IsRejectedWithoutAnyOfItsBytes() throws Exception {
        ReferencedFiles files = files(TOKEN, "Zo\u00e9");
        assertThatThrownBy(() -> files.secret(TOKEN)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("header Authorization: Secret api, key token, line 1: expected text in UTF-8, "
                        + "found other bytes; save the value as UTF-8");
    }

    @Test
    void textInUtf8IsRead() throws Exception {
        assertThat(files(ROWS, "id\nZo\u00c3\u00ab\n").text(ROWS)).isEqualTo("id\nZoë\n");
    }
}
