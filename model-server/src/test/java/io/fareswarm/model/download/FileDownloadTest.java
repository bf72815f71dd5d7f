package io.fareswarm.model.download;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fareswarm.network.AddressPolicy;
import io.fareswarm.network.CheckedResolver;
import io.fareswarm.network.HostResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FileDownloadTest {
    private static final byte[] CONTENT = "rides and rides\n".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
    /// Computed with sha256sum.
    private static final String SHA256 = "76ea2cd3a1dae7a26b3cf76c4f0cd90a176d4c8999c7414f32d7daa7f161dc47";
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final DownloadLimits LIMITS = new DownloadLimits(CONTENT.length, 3, Duration.ofMillis(1), LONG,
            LONG);

    private static final Origin LOOPBACK = origin("127.0.0.0/8", HostResolver.SYSTEM);

    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    @TempDir
    Path folder = Path.of("");

    FileDownloadTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    private static Origin origin(String allowed, HostResolver names) {
        return new Origin(null, Set.of(), new CheckedResolver(AddressPolicy.parse(allowed), names));
    }

    @AfterEach
    void stop() {
        ended.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpHandler handler) {
        server.createContext("/rides.csv", exchange -> {
            requests.incrementAndGet();
            try (exchange) {
                handler.handle(exchange);
            }
        });
    }

    private void serveStatus(int status) {
        serve(exchange -> exchange.sendResponseHeaders(status, -1));
    }

    private void serveContent() {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT);
        });
    }

    private String address() {
        return "http://127.0.0.1:%d/rides.csv".formatted(server.getAddress().getPort());
    }

    private FileDownload download(DownloadLimits limits) {
        return new FileDownload(URI.create(address()), SHA256, LOOPBACK, limits);
    }

    /// Asserts that a download fails at the first attempt, with these words in the message.
    private void assertRejected(FileDownload download, String... words) {
        assertThatThrownBy(() -> download.into(folder)).isInstanceOf(DownloadException.class)
                .hasMessageStartingWith(address() + ": expected ").hasMessageContainingAll(words);
        assertThat(folder).isEmptyDirectory();
        assertThat(requests).hasValueLessThan(2);
    }

    /// Asserts that a download fails after all its attempts, with these words in the message.
    private void assertFailed(FileDownload download, String... words) {
        assertThatThrownBy(() -> download.into(folder)).isExactlyInstanceOf(IOException.class)
                .hasMessageContainingAll(words);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theDownloadedFileExistsUntilItIsClosed() throws Exception {
        serveContent();
        try (DownloadedFile rides = download(LIMITS).into(folder)) {
            assertThat(rides.file()).hasBinaryContent(CONTENT);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFileWithAnotherDigestIsRejectedWithBothDigests() {
        serveContent();
        String other = "0".repeat(64);
        assertRejected(new FileDownload(URI.create(address()), other, LOOPBACK, LIMITS),
                "expected a file with the SHA-256 " + other,
                "found " + SHA256);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void aRedirectIsReportedAndNotFollowed(int status) {
        serveContent();
        server.createContext("/moved", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("Location", "/rides.csv");
                exchange.sendResponseHeaders(status, -1);
            }
        });
        assertThatThrownBy(
                () -> new FileDownload(URI.create(address()).resolve("/moved"), SHA256, LOOPBACK, LIMITS).into(folder))
                .isInstanceOf(DownloadException.class)
                .hasMessageContaining("found a redirect (status %d) to /rides.csv", status);
        assertThat(requests).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 206, 401, 403, 404, 410})
    void anUnavailableFileIsNotRequestedAgain(int status) {
        serveStatus(status);
        assertRejected(download(LIMITS), "expected status 200, found " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503})
    void aServerErrorIsRetried(int status) {
        serveStatus(status);
        assertFailed(download(LIMITS), address(), "expected status 200, found " + status, "in attempt 3 of 3");
        assertThat(requests).hasValue(3);
    }

    @Test
    void aLaterAttemptCanSucceed() throws Exception {
        serve(exchange -> {
            switch (requests.get()) {
                case 1 -> exchange.sendResponseHeaders(503, -1);
                case 2 -> {
                    exchange.sendResponseHeaders(200, CONTENT.length);
                    exchange.getResponseBody().write(CONTENT, 0, 70_000);
                }
                default -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write(CONTENT);
                }
            }
        });
        try (DownloadedFile rides = download(LIMITS).into(folder)) {
            assertThat(rides.file()).hasBinaryContent(CONTENT);
        }
        assertThat(requests).hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nrides",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nrides\r\n"})
    void aResponseCutOffIsRetried(String response) throws Exception {
        try (ServerSocket raw = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            var _ = threads.submit(() -> {
                while (true) { // until the socket is closed
                    try (Socket connection = raw.accept()) {
                        requests.incrementAndGet();
                        BufferedReader request = new BufferedReader(
                                new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
                        while (!request.readLine().isEmpty()) {
                            // skips the head
                        }
                        connection.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
                    }
                }
            });
            URI address = URI.create("http://127.0.0.1:" + raw.getLocalPort());
            assertFailed(new FileDownload(address, SHA256, LOOPBACK, LIMITS),
                    "expected the whole file, found that the connection broke off");
            assertThat(requests).hasValue(3);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileBeyondTheLimitIsRejected(boolean withLength) {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, withLength ? CONTENT.length : 0);
            exchange.getResponseBody().write(CONTENT);
        });
        assertRejected(download(new DownloadLimits(CONTENT.length - 1, 3, LIMITS.pause(), LONG, LONG)),
                "expected a file of at most %d bytes, found ".formatted(CONTENT.length - 1));
    }

    @Test
    void aDownloadThatStallsFails() {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 70_000);
            exchange.getResponseBody().flush();
            awaitEnd();
        });
        assertFailed(download(new DownloadLimits(CONTENT.length, 2, LIMITS.pause(), Duration.ofMillis(300), LONG)),
                "within 300 ms, found none", "in attempt 2 of 2");
    }

    @Test
    void aDownloadWithoutAResponseFails() {
        serve(_ -> awaitEnd());
        assertFailed(download(new DownloadLimits(CONTENT.length, 2, LIMITS.pause(), Duration.ofMillis(300), LONG)),
                "within 300 ms, found none", "in attempt 2 of 2");
    }

    @Test
    void aSlowDownloadThatDoesNotStallSucceeds() throws Exception {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            for (int at = 0; at < CONTENT.length; at += CONTENT.length / 8) {
                exchange.getResponseBody().write(CONTENT, at, CONTENT.length / 8);
                exchange.getResponseBody().flush();
                awaitEnd(Duration.ofMillis(200));
            }
        });
        DownloadLimits idle = new DownloadLimits(CONTENT.length, 1, LIMITS.pause(), Duration.ofSeconds(1), LONG);
        try (DownloadedFile rides = download(idle).into(folder)) {
            assertThat(rides.file()).hasBinaryContent(CONTENT);
        }
    }

    @Test
    void anEndlessDownloadFails() {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                while (ended.getCount() > 0) {
                    out.write('a');
                    out.flush();
                }
            }
        });
        assertFailed(download(new DownloadLimits(Long.MAX_VALUE, 3, LIMITS.pause(), LONG, Duration.ofMillis(500))),
                "expected the whole file within 500 ms, found it to take longer", "in attempt 1 of 3");
    }

    private void awaitEnd() {
        awaitEnd(LONG);
    }

    private void awaitEnd(Duration longest) {
        try {
            var _ = ended.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anUnreachableServerIsReported() {
        server.stop(0);
        assertFailed(download(LIMITS), address(), "expected a connection, found it refused or out of reach",
                "in attempt 3 of 3");
    }

    @Test
    void anUnknownHostIsReported() {
        assertFailed(new FileDownload(URI.create("http://nowhere.invalid/rides.csv"), SHA256, LOOPBACK, LIMITS),
                "http://nowhere.invalid/rides.csv: expected a host that resolves, found nowhere.invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1", "http://localhost", "http://LOCALHOST", "http://169.254.169.254",
            "http://0.0.0.0",
            "http://[::1]", "http://[::ffff:127.0.0.1]", "http://[64:ff9b::a9fe:a9fe]", "http://[fe80::1]",
            "http://[fd00:ec2::254]", "http://100.100.100.200"})
    void anAddressThatADownloadMustNotConnectToIsRejected(String host) {
        serveContent();
        URI address = URI.create(host + ":" + server.getAddress().getPort() + "/rides.csv");
        assertThatThrownBy(
                () -> new FileDownload(address, SHA256, origin("", HostResolver.SYSTEM), LIMITS).into(folder))
                .isInstanceOf(DownloadException.class).hasMessageStartingWith(address + ": ")
                .hasMessageContaining("expected an ordinary address, found ").hasMessageContaining("allowedCidrs");
        assertThat(requests).hasValue(0);
    }

    @Test
    void aNameIsResolvedOncePerAttemptAndTheCheckedAddressIsUsed() throws Exception {
        serveContent();
        AtomicInteger queries = new AtomicInteger();
        HostResolver rebinding = _ -> new InetAddress[]{
                InetAddress.ofLiteral(queries.getAndIncrement() == 0 ? "127.0.0.1" : "169.254.169.254")};
        URI address = URI.create("http://evil.example:%d/rides.csv".formatted(server.getAddress().getPort()));
        FileDownload download = new FileDownload(address, SHA256, origin("127.0.0.0/8", rebinding), LIMITS);
        try (DownloadedFile rides = download.into(folder)) {
            assertThat(rides.file()).hasBinaryContent(CONTENT);
        }
        assertThat(queries).hasValue(1);
        assertThatThrownBy(() -> download.into(folder)).isInstanceOf(DownloadException.class)
                .hasMessageContaining("evil.example: expected an ordinary address, found 169.254.169.254");
        assertThat(requests).hasValue(1);
    }

    @Test
    void theDownloadConnectsToTheGivenHostAndNamesTheHostOfItsUrl() throws Exception {
        Queue<String> hosts = new ConcurrentLinkedQueue<>();
        serve(exchange -> {
            hosts.add(exchange.getRequestHeaders().getFirst("Host"));
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT);
        });
        HostResolver names = host -> host.equals("rides.fares.svc")
                ? new InetAddress[]{InetAddress.ofLiteral("127.0.0.1")}
                : new InetAddress[0];
        CheckedResolver resolver = new CheckedResolver(AddressPolicy.parse("127.0.0.0/8"), names);
        String host = "rides:" + server.getAddress().getPort();
        URI address = URI.create("http://" + host + "/rides.csv");
        try (DownloadedFile rides = new FileDownload(address, SHA256,
                new Origin("rides.fares.svc", Set.of("127.0.0.1"), resolver), LIMITS).into(folder)) {
            assertThat(rides.file()).hasBinaryContent(CONTENT);
        }
        assertThat(hosts).containsExactly(host);
        assertThatThrownBy(() -> new FileDownload(address, SHA256,
                new Origin("rides.fares.svc", Set.of("10.96.0.7"), resolver), LIMITS).into(folder))
                .isInstanceOf(DownloadException.class).hasMessageContaining(
                        "expected one of the addresses that the operator has checked (10.96.0.7), found 127.0.0.1");
    }

    @Test
    void aRedirectIsReportedWithoutTheValuesOfItsQuery() {
        serve(exchange -> {
            exchange.getResponseHeaders().set("Location", "http://169.254.169.254/a?token=s3cret");
            exchange.sendResponseHeaders(302, -1);
        });
        assertRejected(download(LIMITS), "found a redirect (status 302) to http://169.254.169.254/a?***;");
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsReported() throws Exception {
        serveContent();
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> download(LIMITS).into(none)).isInstanceOf(IOException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rides.csv", "ftp://host/rides.csv", "http:///rides.csv", "http://user@host/rides.csv",
            "http://host/a b", "http://host/#part", "http://files_1:8080/rides.csv", "file:///etc/passwd"})
    void anInvalidAddressIsRejected(String address) {
        assertThatThrownBy(() -> FileDownload.of(address, SHA256, LOOPBACK)).isInstanceOf(DownloadException.class)
                .hasMessage(
                        "expected http://HOST[:PORT]/PATH or https://, without user info and without underscores in the host, found "
                                + address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "76ea2cd3a1dae7a26b3cf76c4f0cd90a176d4c8999c7414f32d7daa7f161dc470",
            "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"})
    void anInvalidDigestIsRejected(String sha256) {
        assertThatThrownBy(() -> FileDownload.of("http://host/rides.csv", sha256, LOOPBACK))
                .isInstanceOf(DownloadException.class)
                .hasMessageStartingWith("expected a SHA-256 as 64 hex digits in lower case, found " + sha256);
    }
}
