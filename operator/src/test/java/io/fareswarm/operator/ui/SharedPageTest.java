package io.fareswarm.operator.ui;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Tests the server of a page that several users share.
@SuppressWarnings("NullAway.Init")
class SharedPageTest {
    private PageServer server;

    @BeforeEach
    void start() throws IOException {
        server = PageServer.start(token -> {
            throw token.isEmpty()
                    ? new PageError(401, "expected a token")
                    : new PageError(403, "user of " + token, "kubectl it");
        }, PageSettings.shared(0, Set.of("Page.example.com")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /// The response to a request as it is on the wire, because the JDK's client sets the header `Host` itself.
    private String get(String path, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nFareswarm-Page: 1\r\n"
                    + String.join("\r\n", headers) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream response = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) response.read());
            }
            Matcher length = Pattern.compile("(?i)content-length: ([0-9]+)").matcher(head);
            int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
            return head + new String(response.readNBytes(body), StandardCharsets.UTF_8);
        }
    }

    @Test
    void onlyTheNamesOfThePageAreAccepted() throws IOException {
        assertThat(get("/", "Host: page.example.com")).startsWith("HTTP/1.1 200");
        assertThat(get("/", "Host: localhost:8089")).startsWith("HTTP/1.1 200");
        assertThat(get("/", "Host: evil.example.com")).startsWith("HTTP/1.1 403");
    }

    @Test
    void onlyTheOriginOfThePageIsAccepted() throws IOException {
        assertThat(get("/", "Host: page.example.com", "Origin: https://page.example.com")).startsWith("HTTP/1.1 200");
        assertThat(get("/", "Host: page.example.com", "Origin: https://evil.example.com")).startsWith("HTTP/1.1 403");
    }

    @Test
    void aProbeMayUseAnyAddress() throws IOException {
        assertThat(get("/health", "Host: 10.1.2.3:8080")).startsWith("HTTP/1.1 200").contains("UP");
    }

    @Test
    void eachCallActsWithTheTokenOfItsRequest() throws IOException {
        for (String path : new String[]{"/api/session", "/api/stream", "/api/runs/a/b",
                "/api/runs/a/b/1/result.json"}) {
            assertThat(get(path, "Host: localhost")).as(path).startsWith("HTTP/1.1 401");
            assertThat(get(path, "Host: localhost", "Authorization: Bearer abc")).as(path).startsWith("HTTP/1.1 403")
                    .contains("{\"message\":\"user of abc\",\"command\":\"kubectl it\"}");
        }
    }

    @Test
    void aPageWithoutTokensListensOnThisMachineOnly() {
        assertThatThrownBy(() -> new PageSettings("0.0.0.0", 0, Set.of(), false))
                .hasMessageContaining("expected a page without tokens to listen on 127.0.0.1 only, found 0.0.0.0");
    }
}
