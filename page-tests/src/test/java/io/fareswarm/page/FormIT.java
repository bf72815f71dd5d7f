package io.fareswarm.page;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Locator;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

import static io.fareswarm.page.Tab.expect;
import static org.assertj.core.api.Assertions.assertThat;

/// Tests of the form that starts a run.
class FormIT extends PageTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void aFormWithAnErrorShowsItAtItsFieldInTheWordsOfTheCommandLine(@TempDir Path folder) throws Exception {
        String words = problem(folder, "spec.load.users.count", """
                apiVersion: fareswarm.io/v1beta1
                kind: LoadTest
                metadata: {name: wrong}
                spec: {target: {url: "http://localhost:1"}, load: {users: {count: 0}}}
                """);
        try (Tab tab = tab()) {
            tab.open("new");
            tab.field("Users").fill("0");
            tab.button("Start swarming").click();
            Locator field = tab.locator(".field").filter(new Locator.FilterOptions().setHas(tab.field("Users")));
            expect(field.locator(".problem")).hasText(words);
            expect(tab.field("Users")).hasAttribute("aria-invalid", "true");
            expect(tab.field("Users")).isFocused();
            expect(tab.locator("h1")).hasText("Start a new load test");

            tab.field("Users").fill("3");
            expect(field.locator(".problem")).isHidden();
        }
    }

    @Test
    void aFieldIsCheckedWhileItIsTyped() {
        try (Tab tab = tab()) {
            tab.open("new");
            Locator field = tab.locator(".field").filter(new Locator.FilterOptions().setHas(tab.field("Duration")));
            tab.field("Duration").fill("5 apples");
            expect(field.locator(".problem")).containsText("must be a time");
            expect(tab.field("Duration")).hasAttribute("aria-invalid", "true");
            tab.field("Duration").fill("5s");
            expect(field.locator(".problem")).isHidden();
        }
    }

    /// What the command line says about a field of a manifest.
    private static String problem(Path folder, String path, String manifest) throws Exception {
        Path file = Files.writeString(folder.resolve("wrong.yaml"), manifest);
        try (Fareswarm command = Fareswarm.command(folder, "run", "-f", file.toString(), "--report",
                folder.resolve("report").toString())) {
            assertThat(command.status()).isEqualTo(2);
            Matcher line = Pattern.compile(Pattern.quote(path) + ": (.*)").matcher(command.err());
            assertThat(line.find()).as(command.err()).isTrue();
            return line.group(1);
        }
    }

    @Test
    void anUnknownModelIsRefusedInTheFormAndByTheServer() throws Exception {
        var response = ui().api().post("api/resources",
                Api.manifest("unknown-model", Specs.spec("\"model\": \"nowhere\"", "1s", Specs.USERS)));
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).contains("spec.target.model: expected a FareModel on this machine, found nowhere");

        try (Tab tab = tab()) {
            tab.open("new");
            // A model that was deleted after the form had listed it.
            tab.locator("select[data-at='spec.target.model']").evaluate(
                    "select => { select.options[0].value = 'nowhere'; select.dispatchEvent(new Event('change')); }");
            tab.button("Start swarming").click();
            expect(tab.locator("#main")).containsText("expected a FareModel on this machine, found nowhere");
            assertThat(ui().api().runs("load-test")).isEmpty();
        }
    }

    @Test
    void aNameThatIsTakenIsRefusedWithAHint() throws Exception {
        try (Tab tab = tab()) {
            tab.allow("409");
            tab.open("new");
            tab.field("Name").fill("taxi-rush");
            tab.button("Start swarming").click();
            expect(tab.locator(".notice.error").last())
                    .containsText("LoadTest default/taxi-rush exists: give the new one another name");
        }
    }

    @Test
    void theManifestOfTheFormIsShownAsYaml() throws Exception {
        try (Tab tab = tab()) {
            tab.open("new");
            tab.field("Name").fill("as-yaml");
            tab.locator("details.advanced > summary").click();
            tab.field("Wait after a response").selectOption("constant");
            tab.field("Time").fill("250ms");
            tab.button("Show as YAML").click();
            expect(tab.locator("dialog")).containsText("name: \"as-yaml\"");
            expect(tab.locator("dialog")).containsText("kind: \"LoadTest\"");
            String yaml = tab.locator("dialog pre").innerText();
            Map<String, Object> manifest = new Yaml().load(yaml);
            assertThat(JSON.valueToTree(manifest).at("/spec/load/users/wait/constant").asText()).isEqualTo("250ms");
            assertThat(Files.readString(tab.download(tab.button("Download"))).strip()).isEqualTo(yaml.strip());
            tab.page().keyboard().press("Escape");
            expect(tab.locator("dialog")).hasCount(0);
            expect(tab.button("Show as YAML")).isFocused();
        }
    }

    @Test
    void whatIsTypedIntoTheFormIsTheSpecOfTheTestAndFillsTheFormOfItsNextRun() throws Exception {
        Set<String> received = ConcurrentHashMap.newKeySet();
        HttpServer target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        target.createContext("/", exchange -> {
            try (exchange) {
                received.add("%s %s %s".formatted(exchange.getRequestMethod(), exchange.getRequestURI(),
                        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
                exchange.sendResponseHeaders(201, -1);
            }
        });
        target.start();
        String url = "http://127.0.0.1:" + target.getAddress().getPort();
        Map<String, String> values = new LinkedHashMap<>();
        values.put("spec.target.url", url);
        values.put("spec.load.arrivals.stages[0].duration", "1s");
        values.put("spec.load.arrivals.stages[0].to", "20");
        values.put("spec.load.arrivals.stages[1].duration", "2s");
        values.put("spec.load.arrivals.stages[1].to", "10");
        values.put("spec.tasks[0].name", "order");
        values.put("spec.tasks[0].weight", "3");
        values.put("spec.tasks[0].request.path", "/orders");
        values.put("spec.tasks[0].request.body.json", "{\"item\": 7}");
        values.put("spec.tasks[0].expect.status", "201, 4xx");
        values.put("spec.thresholds[0].name", "tail");
        values.put("spec.thresholds[0].latency.percentile", "95");
        values.put("spec.thresholds[0].latency.max", "20s");
        values.put("spec.workers.count", "2");
        values.put("spec.seed", "7");
        values.put("spec.maxLag", "10s");
        try (Tab tab = tab()) {
            tab.open("new");
            tab.field("Name").fill("typed");
            tab.at("spec.target=url").check();
            tab.locator("details.advanced > summary").click();
            tab.at("spec.load=arrivals").check();
            tab.at("spec.length=stages").check();
            tab.at("spec.tasks[0].request.body").selectOption("json");
            tab.button("Remove threshold 1").click();
            tab.button("Add a threshold").click();
            values.forEach((path, value) -> tab.at(path).fill(value));
            tab.at("spec.load.arrivals.stages[1].shape").selectOption("step");
            tab.at("spec.tasks[0].request.method").selectOption("PUT");
            tab.button("Start swarming").click();
            expect(tab.state()).hasText("Passed");

            JsonNode spec = ui().api().resource("LoadTest", "typed").path("spec");
            JsonNode wanted = JSON.readTree(
                    """
                            {"target": {"url": "%s"}, "workers": {"count": 2}, "maxLag": "10s", "seed": 7,
                             "load": {"arrivals": {"stages": [{"duration": "1s", "to": 20}, {"duration": "2s", "to": 10, "shape": "step"}]}},
                             "tasks": [{"name": "order", "weight": 3, "expect": {"status": ["201", "4xx"]},
                                        "request": {"method": "PUT", "path": "/orders", "body": {"json": "{\\"item\\": 7}"}}}],
                             "thresholds": [{"name": "tail", "latency": {"percentile": 95, "max": "20s"}}]}"""
                            .formatted(url));
            assertThat(contains(spec, wanted)).as("%s has what was typed", spec).isTrue();
            assertThat(spec.has("duration") || spec.at("/load").has("users")).as(spec.toString()).isFalse();
            assertThat(received).containsExactly("PUT /orders {\"item\": 7}");

            tab.button("Change and run").click();
            expect(tab.locator("h1")).hasText("Run typed again");
            values.forEach((path, value) -> expect(tab.at(path)).hasValue(value));
            expect(tab.at("spec.tasks[0].request.method")).hasValue("PUT");
            expect(tab.at("spec.load.arrivals.stages[1].shape")).hasValue("step");
            expect(tab.at("spec.load=arrivals")).isChecked();
        } finally {
            target.stop(0);
        }
    }

    /// Whether JSON has all values of other JSON; further fields are defaults. Lists have the same length.
    private static boolean contains(JsonNode all, JsonNode part) {
        if (part.isObject()) {
            return part.propertyStream().allMatch(field -> contains(all.path(field.getKey()), field.getValue()));
        }
        if (part.isArray()) {
            return all.size() == part.size()
                    && IntStream.range(0, part.size()).allMatch(i -> contains(all.path(i), part.path(i)));
        }
        return part.isNumber() ? all.isNumber() && all.asDouble() == part.asDouble() : all.equals(part);
    }

    @Test
    void theKeyboardAloneStartsAndStopsARun() throws Exception {
        try (Tab tab = tab()) {
            Keyboard keyboard = new Keyboard(tab);
            keyboard.press(tab.locator("#new"), "Enter");
            expect(tab.locator("h1")).hasText("Start a new load test");
            keyboard.type(tab.at("metadata.name"), "by-keyboard");
            keyboard.type(tab.at("spec.load.users.count"), "2");
            keyboard.type(tab.at("spec.duration"), "3m");
            tab.page().keyboard().press("Enter");
            expect(tab.state()).hasText("Running");
            tab.awaitAbove("Requests", 0);

            keyboard.press(tab.locator("#tab-statistics"), "ArrowRight");
            expect(tab.locator("#tab-charts")).hasAttribute("aria-selected", "true");
            keyboard.press(tab.button("Stop"), "Enter");
            keyboard.press(tab.locator("dialog .button.danger"), "Enter");
            expect(tab.state()).hasText(Pattern.compile("Passed|Failed|Invalid"));
            assertThat(ui().api().stored("by-keyboard", 1).path("result").path("requests").asLong()).isPositive();
        }
    }
}
