package io.fareswarm.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests of commands in an environment with little more than a PATH, as from cron, systemd and in containers.
class BareEnvironmentIT {
    /// A name in UTF-8 as the shell's `printf` writes it, because this JVM may have no locale either.
    private static final String ZOE = "$(printf 'zo\\303\\253')";

    private static final String RIDES = """
            key,fare_amount,pickup_datetime,pickup_longitude,pickup_latitude,dropoff_longitude,dropoff_latitude,passenger_count
            a,10,d,-73.9,40.7,-73.8,40.8,1
            a,12,d,-73.9,40.7,-73.7,40.8,1
            a,14,d,-73.9,40.7,-73.8,40.6,1
            a,30,d,-73.9,40.7,-73.5,40.3,1
            """;

    @TempDir
    Path folder = Path.of("");

    private record Ended(int status, String out, String err) {}

    /// Runs a shell script in the folder with the variable `cli`, the launcher.
    ///
    /// @param locale lines of the environment
    private Ended shell(String script, Map<String, String> locale) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of("sh", "-c", script)).directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile()).redirectError(folder.resolve("err").toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(List.of("PATH", "JAVA_HOME"));
        environment.putAll(locale);
        environment.put("FARESWARM_BUILD", "never");
        environment.put("cli", Cli.launcher().toString());
        int status = builder.start().waitFor();
        return new Ended(status, read("out"), read("err"));
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
    }

    private static void assertSuccess(Ended ended) {
        assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "C", "POSIX"})
    void pathsThatAreNotAsciiAreReadAndWritten(String locale) throws Exception {
        Files.writeString(folder.resolve("rides.csv"), RIDES);
        Ended ended = shell("mkdir " + ZOE + " && cp rides.csv " + ZOE + "/ && \"$cli\" train --data " + ZOE
                + "/rides.csv --out " + ZOE + "/model.json && mv " + ZOE + "/model.json model.json",
                locale.isEmpty() ? Map.of() : Map.of("LC_ALL", locale));
        assertSuccess(ended);
        assertThat(folder.resolve("model.json")).exists();
    }

    @Test
    void messagesNamePathsAsTheyAreSpelled() throws Exception {
        Ended ended = shell("\"$cli\" run -f " + ZOE + ".yaml", Map.of());
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("-f zo\u00eb.yaml: expected a file, found none");
    }

    @Test
    void namesThatAreNotAsciiArePrintedAndTheReportIsWrittenWhereItIsTold() throws Exception {
        Files.writeString(folder.resolve("test.yaml"), """
                apiVersion: fareswarm.io/v1beta1
                kind: FareModel
                metadata: {name: taxi}
                spec: {training: {synthetic: {rows: 1000}}}
                ---
                """ + Manifest.test("target: {model: taxi}", "duration: 1s", "load: {users: {count: 2}}",
                "tasks: [{name: 'Zo\u00eb', request: {method: POST, path: /predict, body: {ride: {}}}}]"));
        Ended ended = shell("\"$cli\" run --no-ui -f test.yaml --report " + ZOE + " && mv " + ZOE + " report",
                Map.of());
        assertSuccess(ended);
        assertThat(ended.out()).contains("Zo\u00eb");
        assertThat(read("report/stats.csv")).contains("POST,Zo\u00eb,");
    }
}
