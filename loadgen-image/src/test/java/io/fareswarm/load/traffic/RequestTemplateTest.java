package io.fareswarm.load.traffic;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.ObjectMapper;
import net.datafaker.Faker;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fareswarm.api.KeyRef;
import io.fareswarm.api.Task;
import io.fareswarm.api.Task.Body;
import io.fareswarm.api.Task.Data;
import io.fareswarm.api.Task.Field;
import io.fareswarm.api.Task.Header;
import io.fareswarm.api.Task.RowOrder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RequestTemplateTest {
    private static final Data ROWS = new Data("id,name\n1,\"a, \"\"b\"\"\"\n2,c\r\n3,é\n", null, RowOrder.sequential);

    @TempDir
    Path files;

    private RequestGenerator generator(String path, List<Header> headers, @Nullable Body body, @Nullable Data data) {
        Task.Method method = body == null ? Task.Method.GET : Task.Method.POST;
        Task task = new Task("it", 1, new Task.Request(method, path, headers, body, data),
                new Task.Expectation(List.of("2xx"), null, null));
        return new RequestGenerator(List.of(task), new RequestBase("shop", "", false), 42, new ReferencedFiles(files));
    }

    private RequestGenerator template(String template, Header... headers) {
        return generator("/", List.of(headers), new Body(null, null, null, null, template), ROWS);
    }

    private static String text(RequestGenerator generator, long source, long number) {
        RequestBuffer request = new RequestBuffer();
        generator.draw(source, number, request);
        ByteBuffer buffer = ByteBuffer.allocate(request.length());
        request.putInto(buffer);
        return new String(buffer.array(), UTF_8);
    }

    private static String body(RequestGenerator generator, long source, long number) {
        String text = text(generator, source, number);
        int end = text.indexOf("\r\n\r\n") + 4;
        assertThat(text).contains("Content-Length: " + text.substring(end).getBytes(UTF_8).length + "\r\n\r\n");
        return text.substring(end);
    }

    private static Header header(String name, String value) {
        return new Header(name, value, null);
    }

    @Test
    void eachBodyHasItsContentTypeUnlessAHeaderSetsAnother() {
        List<Field> form = List.of(new Field("a b", "1&2"), new Field("c", "é"));
        assertThat(text(generator("/", List.of(), new Body(null, "{\"a\": 1}", null, null, null), null), 0, 0))
                .isEqualTo(
                        "POST / HTTP/1.1\r\nHost: shop\r\nUser-Agent: fareswarm\r\nAccept: */*\r\n"
                                + "Content-Type: application/json\r\nContent-Length: 8\r\n\r\n{\"a\": 1}");
        assertThat(text(generator("/", List.of(), new Body(null, null, "é", null, null), null), 0, 0))
                .endsWith("Content-Type: text/plain; charset=utf-8\r\nContent-Length: 2\r\n\r\né");
        assertThat(text(generator("/", List.of(), new Body(null, null, null, form, null), null), 0, 0)).endsWith(
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 20\r\n\r\na%20b=1%262&c=%C3%A9");
        assertThat(text(template("a", header("content-type", "a/b"), header("ACCEPT", "c/d")), 0, 0))
                .isEqualTo("POST / HTTP/1.1\r\nHost: shop\r\nUser-Agent: fareswarm\r\ncontent-type: a/b\r\n"
                        + "ACCEPT: c/d\r\nContent-Length: 1\r\n\r\na");
    }

    @Test
    void expressionsAreDrawnAnewForEachRequestAndTheSameForTheSameSeed() {
        String template = "#{Internet.uuid} #{name.full_name} #{Number.numberBetween '5','9'} #{numerify 'A##'}"
                + " #{options.option 'x','y'} #{Ride.latitude}";
        RequestGenerator generator = template(template, header("Content-Type", "text/plain"));
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            String body = body(generator, 3, i);
            assertThat(body).isEqualTo(body(template(template, header("Content-Type", "text/plain")), 3, i))
                    .matches("[-0-9a-f]{36} .+ [5-8] A[0-9]{2} [xy] 40\\.[0-9]+");
            assertThat(UUID.fromString(body.substring(0, 36)).version()).isEqualTo(4);
            all.add(body);
        }
        assertThat(all).hasSize(200);
    }

    @Test
    void aRequestsValuesDoNotDependOnThoseDrawnBefore() {
        RequestGenerator one = template("#{Name.fullName} #{Address.fullAddress} #{Internet.emailAddress}");
        RequestGenerator other = template("#{Name.fullName} #{Address.fullAddress} #{Internet.emailAddress}");
        for (int i = 99; i >= 0; i--) {
            text(other, 7, i);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(text(one, 7, i)).isEqualTo(text(other, 7, i));
        }
    }

    @Test
    void aDrawnValueIsEncodedForItsPlace() throws IOException {
        RequestGenerator generator = generator("/#{data.name}?q=#{data.name}",
                List.of(header("X-Name", "<#{data.name}>")),
                new Body(null, null, null, null, "{\"name\": \"#{data.name}\", \"id\": #{data.id}}"), ROWS);
        String first = text(generator, RequestGenerator.ARRIVALS, 0);
        assertThat(first).startsWith("POST /a%2C%20%22b%22?q=a%2C%20%22b%22 HTTP/1.1\r\n")
                .contains("\r\nX-Name: <a, \"b\">\r\n");
        var json = new ObjectMapper().readTree(body(generator, RequestGenerator.ARRIVALS, 0));
        assertThat(json.get("name").textValue()).isEqualTo("a, \"b\"");
        assertThat(json.get("id").intValue()).isEqualTo(1);
        assertThat(text(generator, RequestGenerator.ARRIVALS, 2)).startsWith("POST /%C3%A9?").contains("X-Name: <é>");
    }

    @Test
    void rowsAreSequentialOrRandomAndARequestUsesOneRow() {
        RequestGenerator inOrder = template("#{data.id}#{data.id}");
        assertThat(List.of(0L, 1L, 2L, 3L)).map(arrival -> body(inOrder, RequestGenerator.ARRIVALS, arrival))
                .containsExactly("11", "22", "33", "11");
        assertThat(List.of(0L, 1L)).map(iteration -> body(inOrder, 2, iteration)).containsExactly("33", "11");
        RequestGenerator random = generator("/#{data.id}", List.of(), null,
                new Data("id\n1\n2\n3\n4\n", null, RowOrder.random));
        int[] counts = new int[4];
        for (int i = 0; i < 4000; i++) {
            counts[text(random, 0, i).charAt(5) - '1']++;
        }
        assertThat(counts)
                .satisfies(all -> assertThat(java.util.Arrays.stream(all).min().orElse(0)).isGreaterThan(850));
    }

    @Test
    void aHeadMayHaveAnyLength() {
        String long1 = "a".repeat(1000);
        RequestGenerator generator = generator("/#{data.id}", List.of(header("A", long1), header("B", long1)),
                new Body(new Task.Ride(0), null, null, null, null), ROWS);
        assertThat(body(generator, 0, 0)).startsWith("{\"id\":\"").endsWith("}");
        assertThat(text(generator, 0, 1)).startsWith("POST /2 ").contains("B: " + long1 + "\r\n");
    }

    @Test
    void secretsAndRowsComeFromFilesAndSecretsAreHidden() throws IOException {
        Files.createDirectories(files.resolve("secrets/api"));
        Files.writeString(files.resolve("secrets/api/token"), "s3cret-token\n");
        Files.createDirectories(files.resolve("configmaps/rows"));
        Files.writeString(files.resolve("configmaps/rows/a.csv"), "id\n7\n");
        KeyRef token = new KeyRef("api", "token");
        RequestGenerator generator = generator("/#{data.id}",
                List.of(new Header("Authorization", "Bearer #{secret}", token),
                        new Header("X-Token", null, token)),
                null, new Data(null, new KeyRef("rows", "a.csv"), RowOrder.random));
        assertThat(text(generator, 0, 0)).startsWith("GET /7 HTTP/1.1\r\n")
                .contains("Authorization: Bearer s3cret-token\r\nX-Token: s3cret-token\r\n");
        assertThat(generator.hide("token s3cret-token")).isEqualTo("token ***");
    }

    @Test
    void anUnusableRequestIsRejectedWithItsTaskAndTheReason() {
        record Rejected(String template, String reason) {}
        for (Rejected one : List.of(new Rejected("#{Foo.bar}", "unknown expression #{Foo.bar}"),
                new Rejected("#{Internet.nothing}", "unknown expression #{Internet.nothing}"),
                new Rejected("#{Number.numberBetween 'a','b'}", "unknown expression"),
                new Rejected("#{Internet.uuid", "expected } after #{"),
                new Rejected("#{date.birthday}", "seed alone"), new Rejected("#{Internet.uuidv7}", "seed alone"),
                new Rejected("#{data.price}", "expected #{data.COLUMN} with a column of data (id, name)"),
                new Rejected("#{secret}", "a header with a secret"))) {
            assertThatThrownBy(() -> template(one.template)).as(one.template)
                    .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("task 'it': ")
                    .hasMessageContaining(one.reason);
        }
        assertThatThrownBy(() -> generator("/#{data.id}", List.of(), null, null)).hasMessageContaining("found none");
        assertThatThrownBy(() -> generator("/", List.of(), new Body(null, "{", null, null, null), null))
                .hasMessageContaining("expected JSON in body.json");
        assertThatThrownBy(() -> generator("/", List.of(new Header("A", null, new KeyRef("api", "token"))), null, null))
                .hasMessage("task 'it': expected header A: Secret api with the key token, found none");
        for (String csv : List.of("id\n", "id,name\n1\n", "id\n\"1\n")) {
            assertThatThrownBy(() -> generator("/", List.of(), null, new Data(csv, null, RowOrder.random)))
                    .hasMessageContaining("data");
        }
    }

    @Test
    void datafakersOwnProvidersAreLoadedOnlyWhenAnExpressionNeedsThem() {
        Supplier<Faker> none = () -> {
            throw new AssertionError("loaded");
        };
        KeyedRandom random = new KeyedRandom();
        for (String text : List.of("Ride.id", "Ride.latitude", "Internet.uuid")) {
            assertThat(FakerExpression.compile(text, new TaxiFaker(random), none).draw()).as(text).isNotBlank();
        }
        assertThatThrownBy(() -> FakerExpression.compile("Name.fullName", new TaxiFaker(random), none))
                .hasMessage("loaded");
    }

    @Test
    void aHostHeaderOfOnesOwnReplacesThatOfTheTarget() {
        assertThat(text(generator("/", List.of(header("host", "other:81")), null, null), 0, 0))
                .isEqualTo("GET / HTTP/1.1\r\nUser-Agent: fareswarm\r\nAccept: */*\r\nhost: other:81\r\n\r\n");
    }

    @Test
    void headerValuesAreSentInUtf8AndControlCharactersOfDrawnValuesAsSpaces() {
        Data rows = new Data("name\n\"Zoë\nX: y\"\n", null, RowOrder.sequential);
        String head = text(generator("/", List.of(header("X-Name", "Müller, #{data.name}")), null, rows), 0, 0);
        assertThat(head).contains("X-Name: Müller, Zoë X: y\r\n");
    }
}
