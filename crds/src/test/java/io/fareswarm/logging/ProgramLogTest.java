package io.fareswarm.logging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class ProgramLogTest {
    private static final String TABLE = """
            weights     1 dollar
                        2 dollars
            rows        3""";

    /// What a process printed to both streams.
    record Printed(String out, String err) {
        List<JsonNode> lines() throws IOException {
            List<JsonNode> lines = new ArrayList<>();
            for (String line : err.lines().toList()) {
                lines.add(new JsonMapper().readTree(line));
            }
            return lines;
        }

        private JsonNode line(String message) throws IOException {
            return lines().stream().filter(line -> line.path("message").asText().equals(message)).findFirst()
                    .orElseThrow(() -> new AssertionError("expected " + message + " in " + err));
        }
    }

    private static Printed run(Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), Program.class.getName());
        builder.environment().keySet().removeIf(name -> name.startsWith("FARESWARM_"));
        builder.environment().put("LC_ALL", "C"); // as in a container
        builder.environment().putAll(environment);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Printed(out, new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    /// A program that logs and prints in each way that a line may come from.
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws InterruptedException {
            ProgramLog log = ProgramLog.of(System.getenv(), Program.class);
            log.info(TABLE);
            log.progress("half é");
            Logger.getLogger("io.fareswarm.Part").fine("a detail");
            Logger library = Logger.getLogger("io.library");
            library.info("started");
            library.warning("unusual");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> log.info("leaves")));
            log.error("bad input", null);
            log.error("no disk", new IOException("full"));
            if (arguments.length == 0 && System.getenv(ProgramLog.FORMAT) != null) {
                System.out.println("printed é");
                System.err.print("without a line end");
                System.err.flush();
                new IOException("printed trace").printStackTrace();
            }
            Thread thread = new Thread(() -> {
                throw new IllegalStateException("defect");
            }, "send");
            thread.start();
            thread.join();
            throw new IllegalStateException("end");
        }
    }

    @Test
    void withoutAFormatTheLinesArePlain() throws Exception {
        Printed printed = run(Map.of());
        assertThat(printed.out()).isEqualTo(TABLE + "\nleaves\n");
        assertThat(printed.err()).startsWith("half ").contains("error: bad input\nerror: no disk\n",
                "Exception in thread \"send\" java.lang.IllegalStateException: defect\n").doesNotContain("{");
    }

    @Test
    void asJsonEveryLineOfTheProcessIsAnObject() throws Exception {
        Printed printed = run(Map.of(ProgramLog.FORMAT, ProgramLog.JSON));
        assertThat(printed.out()).isEmpty();
        assertThat(printed.lines()).allSatisfy(line -> {
            assertThat(line.path("time").asText()).isNotEmpty();
            assertThat(line.path("level").asText()).isIn("error", "warn", "info");
            assertThat(line.path("logger").asText()).isNotEmpty();
            assertThat(line.path("message").asText()).isNotEmpty();
        });
        assertThat(printed.line("weights 1 dollar; 2 dollars; rows 3").path("level").asText()).isEqualTo("info");
        assertThat(printed.line("half é").path("logger").asText()).isEqualTo(Program.class.getName());
        assertThat(printed.line("printed é").path("level").asText()).isEqualTo("info");
        assertThat(printed.line("without a line end").path("level").asText()).isEqualTo("warn");
        assertThat(printed.line("unusual").path("logger").asText()).isEqualTo("io.library");
        assertThat(printed.line("leaves").path("level").asText()).as("during the shutdown").isEqualTo("info");
        assertThat(printed.err()).doesNotContain("started").doesNotContain("a detail");
    }

    @Test
    void asJsonErrorsAndUncaughtExceptionsHaveTheirStackTrace() throws Exception {
        Printed printed = run(Map.of(ProgramLog.FORMAT, ProgramLog.JSON));
        assertThat(printed.line("bad input").has("error")).isFalse();
        assertThat(printed.line("no disk").path("error").asText()).startsWith("java.io.IOException: full\n\tat ");
        for (String thread : List.of("send", "main")) {
            JsonNode line = printed.line("uncaught exception in the thread " + thread);
            assertThat(line.path("level").asText()).isEqualTo("error");
            assertThat(line.path("error").asText()).startsWith("java.lang.IllegalStateException: ");
        }
    }

    @Test
    void theLevelIsTheLeastSevereOneThatIsLogged() throws Exception {
        assertThat(run(Map.of(ProgramLog.FORMAT, ProgramLog.JSON, LogLevel.VARIABLE, "error")).lines())
                .extracting(line -> line.path("level").asText()).containsOnly("error");
        assertThat(run(Map.of(ProgramLog.FORMAT, ProgramLog.JSON, LogLevel.VARIABLE, "debug")).lines())
                .extracting(line -> line.path("message").asText()).contains("a detail", "started");
    }

    @Test
    void anotherFormatOrLevelIsRejected() throws Exception {
        assertThatThrownBy(() -> ProgramLog.of(Map.of(ProgramLog.FORMAT, "xml"), Program.class))
                .hasMessage("expected FARESWARM_LOG_FORMAT as plain or json, found xml");
        assertThat(run(Map.of(ProgramLog.FORMAT, ProgramLog.JSON, LogLevel.VARIABLE, "LOUD")).lines()).hasSize(1)
                .first().extracting(line -> line.path("error").asText()).asString()
                .contains("expected FARESWARM_LOG_LEVEL as one of error, warn, info, debug, found LOUD");
    }
}
