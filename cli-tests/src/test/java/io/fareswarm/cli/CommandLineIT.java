package io.fareswarm.cli;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Tests of the command line itself: names, help, versions, mistakes, and where it can run.
class CommandLineIT {
    @TempDir
    Path folder = Path.of("");

    private Ended run(String... arguments) throws IOException, InterruptedException {
        return Ended.of(folder, null, Cli.launcher().toString(), arguments);
    }

    /// A finished command.
    private record Ended(int status, String out, String err) {
        static Ended of(Path folder, @Nullable Path input, String program, String... arguments)
                throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(List.of(program));
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                    .redirectOutput(folder.resolve("out").toFile()).redirectError(folder.resolve("err").toFile());
            if (input != null) {
                builder.redirectInput(input.toFile());
            }
            builder.environment().put("FARESWARM_BUILD", "never");
            int status = builder.start().waitFor();
            return new Ended(status, Files.readString(folder.resolve("out")), Files.readString(folder.resolve("err")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "serve", "worker", "images", "run", "ui", "swarm", "capacity", "wait", "compare",
            "completion"})
    void everyCommandHasHelpAndAVersionUnderTheNameOfTheLauncher(String command) throws Exception {
        Ended help = run("help", command);
        assertThat(help.status()).as(help.err()).isZero();
        assertThat(help.out()).containsIgnoringCase("usage: fareswarm " + command + " ")
                .doesNotContain("model-server [", "java -jar");
        assertThat(run(command, "--help").out()).isEqualTo(help.out());
        Ended version = run(command, "--version");
        assertThat(version.status()).isZero();
        assertThat(version.out()).matches("fareswarm \\d+\\.\\d+\\.\\d+\\R");
        assertThat(help.err() + version.err()).doesNotContain("warning", "WARNING");
    }

    @Test
    void theHelpListsEveryCommand() throws Exception {
        assertThat(run("--help").out()).contains("  train ", "  serve ", "  worker ", "  images ", "  run ",
                "  completion ");
        assertThat(run("--version").out()).startsWith("fareswarm ");
    }

    @ParameterizedTest
    @CsvSource({"trian,'',similar: train", "servve,'',similar: serve", "rnu,'',similar: run",
            "image,'',similar: images",
            "run,--repot,similar: --report; see fareswarm run --help",
            "train,--otu,similar: --out; see fareswarm train --help",
            "serve,--modle,similar: --model; see fareswarm serve --help",
            "images,--otu,similar: --out; see fareswarm images --help",
            "worker,--hots,similar: --host; see fareswarm worker --help"})
    void aMistakeGetsSuggestionsOnOneLine(String command, String option, String message) throws Exception {
        Ended ended = option.isEmpty() ? run(command) : run(command, option, "x");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        // Before it, the launcher may say that it makes a class archive.
        assertThat(ended.err().lines().toList().getLast()).startsWith("fareswarm: expected ").contains(message);
        assertThat(ended.err()).doesNotContain("Usage");
    }

    @Test
    void theErrorsOfAllProgramsBeginWithTheNameOfTheLauncher() throws Exception {
        assertThat(run("train", "--data", "none.csv").err())
                .endsWith("fareswarm: expected a file of rides, found none at none.csv\n");
        assertThat(run("worker").err())
                .contains("fareswarm: expected the run's token in FARESWARM_TOKEN, found none");
    }

    @Test
    void theCompletionScriptCompletesCommandsAndOptionsOfAllPrograms() throws Exception {
        Ended script = run("completion");
        assertThat(script.status()).as(script.err()).isZero();
        assertThat(script.err()).isEmpty();
        Path file = Files.writeString(folder.resolve("script"), script.out());
        Ended completed = Ended.of(folder, null, "bash", "-c", """
                source "$0"
                for words in "fareswarm tra" "fareswarm train --hold" "fareswarm run --rep" "fareswarm images --o" \\
                  "fareswarm worker --gra"; do
                  COMP_WORDS=($words) COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE=$words
                  _complete_fareswarm
                  echo "${COMPREPLY[@]}"
                done
                """, file.toString());
        assertThat(completed.out().lines()).as(completed.err()).containsExactly("train", "--holdout", "--report",
                "--out", "--grace-seconds");
    }

    @Test
    void aMinusReadsManifestsFromStandardInput() throws Exception {
        Path wrong = Files.writeString(folder.resolve("wrong"),
                Manifest.test("target: {url: 'http://127.0.0.1:1'}", "load: {users: {count: -1}}"));
        Ended rejected = Ended.of(folder, wrong, Cli.launcher().toString(), "run", "-f", "-");
        assertThat(rejected.status()).isEqualTo(2);
        assertThat(rejected.err()).contains("standard input:", "spec.load.users.count");
        assertThat(run("run", "-f", "-", "-f", "-").err()).contains("expected standard input at most once");

        Path manifest = Files.writeString(folder.resolve("manifest"),
                Manifest.both(Manifest.model(Manifest.WEIGHTS),
                        Manifest.test("target: {model: taxi}", "duration: 1s",
                                "load: {users: {count: 1, wait: {constant: 50ms}}}")));
        Ended ended = Ended.of(folder, manifest, Cli.launcher().toString(), "run", "-f", "-", "--no-page", "--report",
                folder.resolve("report").toString());
        assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
        assertThat(new JsonMapper().readTree(folder.resolve("report/result.json").toFile()).path("name").asText())
                .isEqualTo("rush");
    }

    private static String rides(int count) {
        StringBuilder rides = new StringBuilder("key,fare_amount,pickup_datetime,pickup_longitude,pickup_latitude,"
                + "dropoff_longitude,dropoff_latitude,passenger_count\n");
        for (int i = 0; i < count; i++) {
            rides.append("k,1%d.5,2015-01-27 13:08:24 UTC,-74.0,40.7,-73.%d,40.%d,1\n".formatted(i % 7, 100 + i,
                    700 + i % 89));
        }
        return rides.toString();
    }

    @Test
    void aRunTrainsAllItsModelsOnTheRidesOfStandardInputOrAPipe() throws Exception {
        Path rides = Files.writeString(folder.resolve("rides.csv"), rides(900));
        Path manifest = Files.writeString(folder.resolve("manifest"),
                Manifest.both(
                        Manifest.model("synthetic: {rows: 1000}")
                                + "---\n" + Manifest.model("synthetic: {rows: 1000}").replace("taxi", "second"),
                        Manifest.test("target: {model: taxi}", "duration: 1s",
                                "load: {users: {count: 1, wait: {constant: 50ms}}}")));
        List<String> arguments = List.of("-f", manifest.toString(), "--no-page", "--report",
                folder.resolve("report").toString());
        List<String> run = new ArrayList<>(List.of("run", "--data", "-"));
        run.addAll(arguments);
        Ended input = Ended.of(folder, rides, Cli.launcher().toString(), run.toArray(String[]::new));
        assertThat(input.status()).as(input.out() + input.err()).isZero();
        assertThat(input.out()).contains("taxi: training on standard input", "second: training on standard input")
                .contains("trained on 900 of 900 rides");
        Ended pipe = Ended.of(folder, null, "bash",
                Stream.concat(Stream.of("-c", "\"$0\" run --data <(cat rides.csv) \"$@\"", Cli.launcher().toString()),
                        arguments.stream()).toArray(String[]::new));
        assertThat(pipe.status()).as(pipe.out() + pipe.err()).isZero();
        assertThat(pipe.out()).contains("trained on 900 of 900 rides");

        Path broken = Files.writeString(folder.resolve("broken.csv"), "fare\n1\n");
        Ended failed = Ended.of(folder, broken, Cli.launcher().toString(), run.toArray(String[]::new));
        assertThat(failed.status()).as(failed.err()).isEqualTo(2);
        assertThat(failed.err()).contains("standard input: line 1: expected the columns")
                .doesNotContain("fareswarm-rides");
        Ended twice = run("run", "-f", "-", "--data", "-");
        assertThat(twice.status()).isEqualTo(2);
        assertThat(twice.err()).contains("expected standard input once, found it for the manifests and the rides");
    }

    @Test
    void anAddressMayHaveBrackets() throws Exception {
        assumeTrue(NetworkInterface.networkInterfaces()
                .anyMatch(one -> one.inetAddresses()
                        .anyMatch(address -> address.isLoopbackAddress() && address instanceof Inet6Address)),
                "needs IPv6 on the loopback interface");
        assertThat(run("train", "--weights", "1,2,3", "--out", "model.json").status()).isZero();
        String model = folder.resolve("model.json").toString();
        try (Cli cli = new Cli(folder, "serve", "--model", model, "--host", "[::1]", "--port", "0")) {
            cli.awaitWhileRunning("the server listens", () -> cli.out().contains("listening on http://[::1]:"));
        }
    }

    @Test
    void anAddressOfAnotherMachineIsNamed() throws Exception {
        assertThat(run("train", "--weights", "1,2,3", "--out", "model.json").status()).isZero();
        Ended ended = run("serve", "--model", "model.json", "--host", "[2001:db8::1]", "--port", "0");
        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.err()).startsWith("fareswarm: ").contains("cannot listen on 2001:db8::1").hasLineCount(1)
                .doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"swarm http://127.0.0.1:1 --report report", "ui --report report",
            "serve --model model.json --port 0"})
    void aNetworkWithoutLoopbackIsNamedAtOnce(String arguments) throws Exception {
        assertThat(run("train", "--weights", "1,2,3", "--out", "model.json").status()).isZero();
        assertThat(run("swarm", "--help").status()).isZero(); // makes the class archives where there is a network
        assumeTrue(Ended.of(folder, null, "unshare", "-n", "true").status() == 0, "needs the right to make namespaces");
        List<String> command = new ArrayList<>(List.of("-n", Cli.launcher().toString()));
        command.addAll(List.of(arguments.split(" ")));
        Ended ended = Ended.of(folder, null, "unshare", command.toArray(String[]::new));
        assertThat(ended.status()).as(ended.err()).isEqualTo(3);
        assertThat(ended.err()).contains("expected a loopback interface with the address 127.0.0.1")
                .endsWith("set it up with: ip link set lo up\n").doesNotContain("Exception");
    }

    @Test
    void aClassArchiveOfAnotherBuildIsNoReasonForAMessage() throws Exception {
        assertThat(run("train", "--weights", "1,2,3", "--out", "model.json").status()).isZero();
        Checkout checkout = Checkout.in(folder.resolve("checkout"));
        checkout.copyArchive("model-server", "classes.aot");
        checkout.copyArchive("operator", "classes.jsa");
        Ended trained = Ended.of(folder, null, checkout.launcher(), "train", "--weights", "1,2,3", "--out", "-");
        assertThat(trained.status()).as(trained.err()).isZero();
        assertThat(trained.out()).startsWith("{");
        assertThat(trained.err()).startsWith("weights ");
        Ended version = Ended.of(folder, null, checkout.launcher(), "--version");
        assertThat(version.out()).startsWith("fareswarm ").hasLineCount(1);
        assertThat(version.err()).isEmpty();
    }

    @Test
    void theFirstStartAfterABuildSaysOnceThatShortRunsComeFirst() throws Exception {
        Checkout checkout = Checkout.in(folder.resolve("checkout"));
        Ended first = Ended.of(folder, null, checkout.launcher(), "run", "--help");
        assertThat(first.status()).as(first.err()).isZero();
        assertThat(first.err()).contains("a short run first").hasLineCount(1);
        assertThat(Ended.of(folder, null, checkout.launcher(), "run", "--help").err()).isEmpty();
    }

    @Test
    void aCheckoutThatMayNotBeWrittenSaysThatItsBuildIsOld() throws Exception {
        Checkout checkout = Checkout.in(folder.resolve("checkout"));
        checkout.changeSources();
        checkout.makeReadOnly();
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        try {
            assertThat(checkout.runAsOther(out, err, "--version")).as(Files.readString(err)).isZero();
        } finally {
            checkout.makeWritable();
        }
        assertThat(out).content().startsWith("fareswarm ");
        assertThat(err).content().contains("is older than its sources, and this user may not write there")
                .hasLineCount(1);
    }
}
