package io.fareswarm.operator.local;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class InstallationTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void aRunWithoutItsProgramsCouldNotRun() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dfareswarm.home=" + folder, "-cp",
                System.getProperty("java.class.path"), FareswarmMain.class.getName(), "swarm", "http://127.0.0.1:1",
                "--report",
                folder.resolve("report").toString()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(ExitStatus.COULD_NOT_RUN);
        assertThat(said).contains("fareswarm: expected " + folder.resolve("loadgen-image/target/loadgen-image.jar")
                + ", found nothing: build it with `mvn package`");
    }
}
