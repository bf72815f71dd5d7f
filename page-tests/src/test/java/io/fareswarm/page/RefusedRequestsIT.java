package io.fareswarm.page;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Tests of requests that do not come from the page. They need no browser.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedRequestsIT {
    private static final String TEST = Api.manifest("foreign", Specs.model("1s", Specs.USERS));

    private Fareswarm ui;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        ui = Fareswarm.ui(folder);
    }

    @AfterAll
    void end() {
        ui.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "127.0.0.1.example.org", "localhost.example.org:80", "[::2]", ""})
    void aRequestWithAForeignHostIsRefused(String host) throws IOException {
        for (String path : new String[]{"/", "/page.js", "/api/session"}) {
            assertThat(statusLine("GET %s HTTP/1.1\r\nHost: %s\r\nFareswarm-Page: 1\r\nConnection: close\r\n\r\n"
                    .formatted(path, host))).as("%s with Host: %s", path, host).matches("HTTP/1.1 40[03] .*");
        }
    }

    @Test
    void theNamesOfThisMachineAreServed() throws IOException {
        for (String host : new String[]{"localhost", "127.0.0.1", "[::1]"}) {
            assertThat(statusLine("GET / HTTP/1.1\r\nHost: %s:%d\r\nConnection: close\r\n\r\n".formatted(host,
                    ui.page().getPort()))).as(host).startsWith("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.org", "https://127.0.0.1", "http://127.0.0.1:1", "null"})
    void aRequestOfAForeignOriginIsRefused(String origin) throws Exception {
        HttpResponse<String> response = Api
                .send(ui.api().request("api/resources").header("Origin", origin).POST(BodyPublishers.ofString(TEST)));
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("expected a request of this page, found one of " + origin);
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(ui.api().runs("foreign")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET api/session", "GET api/stream", "POST api/resources", "POST api/validate",
            "PATCH api/resources/LoadTest/default/taxi-rush", "DELETE api/resources/LoadTest/default/taxi-rush",
            "POST api/predict/default/taxi"})
    void aCallWithoutThePagesHeaderIsRefused(String call) throws Exception {
        String[] parts = call.split(" ");
        URI address = ui.page().resolve(parts[1]);
        HttpResponse<String> response = Api.send(HttpRequest.newBuilder(address)
                .method(parts[0], parts[0].equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString(TEST)));
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("expected the header Fareswarm-Page");
    }

    @Test
    void aBodyAboveTheLimitIsRefused() throws Exception {
        HttpResponse<String> response = ui.api().post("api/validate", "{\"a\": \"" + "x".repeat(1 << 20) + "\"}");
        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void everyResponseForbidsScriptsOfOthersAndFrames() throws Exception {
        for (String path : new String[]{"", "page.js", "api/session", "api/nothing", "nothing"}) {
            assertThat(Api.send(ui.api().request(path).GET()).headers().firstValue("Content-Security-Policy")
                    .orElse("")).as(path)
                    .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"api/runs/default/..%2F..%2Fetc/1/passwd", "api/runs/default/taxi-rush/1/..%2Fresult.json",
            "..%2f..%2fetc%2fpasswd", "lib/..%2fpage.js", "api/runs/default/taxi-rush/x/result.json"})
    void aPathOutsideOfThePagesFilesIsNotServed(String path) throws Exception {
        assertThat(Api.send(ui.api().request(path).GET()).statusCode()).isBetween(400, 404);
    }

    private String statusLine(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ui.page().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).lines()
                    .findFirst().orElse("");
        }
    }
}
