package io.fareswarm.operator.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class FareswarmMainTest {
    @TempDir
    Path home = Path.of("");

    @Test
    void aRunWithoutABuiltWorkerEndsWithStatusThreeAndSaysHowToBuildIt() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dfareswarm.home=" + home, "-cp",
                System.getProperty("java.class.path"), FareswarmMain.class.getName(), "swarm", "http://127.0.0.1:1",
                "--report", home.resolve("report").toString()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(3);
        assertThat(output).contains("fareswarm: expected " + home.resolve("loadgen-image/target/loadgen-image.jar")
                + ", found nothing: build it with `mvn package`");
    }
}
