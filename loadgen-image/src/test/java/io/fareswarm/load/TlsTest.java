package io.fareswarm.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.fareswarm.api.Load;
import io.fareswarm.api.Task;
import io.fareswarm.api.Tls;
import io.fareswarm.load.send.TlsWarmUp;
import io.fareswarm.load.traffic.ReferencedFiles;
import io.fareswarm.network.AddressPolicy;
import io.fareswarm.network.CheckedResolver;
import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.ErrorReport.Kind;
import io.fareswarm.protocol.IntervalReport;
import io.fareswarm.protocol.Route;
import io.fareswarm.protocol.TaskReport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(120)
class TlsTest {
    private static final Task RIDE = Slices.ride("ride", 1, 0, "200");

    @TempDir
    static Path files;
    private static Authority authority;

    @BeforeAll
    static void sign() throws Exception {
        authority = new Authority(files);
    }

    private static IntervalReport swarm(int port, @Nullable Tls tls) throws Exception {
        WorkerRun run = new WorkerRun(
                Slices.of(Slices.users(4, 1000, "1ms")).tasks(RIDE).times(0, 200, 30_000).timeout(10_000)
                        .https(port, tls).slice(),
                new ReferencedFiles(files), Slices.ANYWHERE);
        return new Started(run).total();
    }

    private static ScriptedServer server(String certificate, boolean clientCertificate, String response)
            throws Exception {
        return new ScriptedServer(authority.listen(certificate, clientCertificate), connection -> {
            while (connection.read() != null) {
                connection.write(response);
            }
        });
    }

    private static void assertAllOk(IntervalReport total, ScriptedServer server) {
        TaskReport task = total.tasks().getFirst();
        assertThat(total.errors()).isEmpty();
        assertThat(task.requests()).isPositive().isEqualTo(server.requests());
        assertThat(server.connections()).as("connections stay open").isEqualTo(4);
    }

    private static void assertTlsFailures(IntervalReport total, String reason) {
        assertThat(total.errors()).isNotEmpty().allSatisfy(error -> {
            assertThat(error.kind()).isEqualTo(Kind.tls);
            assertThat(error.detail()).contains(reason).doesNotContain("Exception");
        });
        TaskReport task = total.tasks().getFirst();
        assertThat(total.errors().stream().mapToLong(ErrorReport::count).sum()).isEqualTo(task.counts().failures())
                .isEqualTo(task.requests());
    }

    @Test
    void aServerWithATrustedCertificateGetsAllRequestsOnOpenConnections() throws Exception {
        try (ScriptedServer server = server("server", false, ScriptedServer.OK)) {
            IntervalReport total = swarm(server.port(), authority.trusted());
            assertAllOk(total, server);
            assertThat(total.tasks().getFirst().counts().bytesReceived())
                    .isEqualTo(server.requests() * (long) ScriptedServer.OK.length());
        }
    }

    @Test
    void aResponseOfManyRecordsIsReadCompletely() throws Exception {
        String response = "HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + "a".repeat(300_000);
        try (ScriptedServer server = server("server", false, response)) {
            IntervalReport total = swarm(server.port(), authority.trusted());
            assertAllOk(total, server);
            assertThat(total.tasks().getFirst().counts().bytesReceived())
                    .isEqualTo(server.requests() * (long) response.length());
        }
    }

    @Test
    void aCertificateOfAnUnknownAuthorityIsATlsFailure() throws Exception {
        try (ScriptedServer server = server("server", false, ScriptedServer.OK)) {
            assertTlsFailures(swarm(server.port(), null), "unable to find valid certification path");
            assertThat(server.requests()).isZero();
        }
    }

    @Test
    void aCertificateOfAnotherHostIsATlsFailure() throws Exception {
        try (ScriptedServer server = server("elsewhere", false, ScriptedServer.OK)) {
            assertTlsFailures(swarm(server.port(), authority.trusted()), "localhost");
            assertThat(server.requests()).isZero();
        }
    }

    @Test
    void anExpiredCertificateIsATlsFailure() throws Exception {
        try (ScriptedServer server = server("expired", false, ScriptedServer.OK)) {
            assertTlsFailures(swarm(server.port(), authority.trusted()), "NotAfter");
            assertThat(server.requests()).isZero();
        }
    }

    @Test
    void withoutVerificationAnyCertificateIsAccepted() throws Exception {
        for (String certificate : new String[]{"server", "elsewhere", "expired"}) {
            try (ScriptedServer server = server(certificate, false, ScriptedServer.OK)) {
                assertAllOk(swarm(server.port(), new Tls(null, null, true, null)), server);
            }
        }
    }

    @Test
    void aServerThatRequiresAClientCertificateGetsIt() throws Exception {
        try (ScriptedServer server = server("server", true, ScriptedServer.OK)) {
            assertAllOk(swarm(server.port(), authority.proven()), server);
        }
    }

    @Test
    void aServerThatRequiresAClientCertificateRejectsAWorkerWithoutOne() throws Exception {
        try (ScriptedServer server = server("server", true, ScriptedServer.OK)) {
            IntervalReport total = swarm(server.port(), authority.trusted());
            TaskReport task = total.tasks().getFirst();
            assertThat(task.requests()).isPositive().isEqualTo(task.counts().failures());
            assertThat(total.errors()).extracting(ErrorReport::kind).contains(Kind.tls);
            assertThat(server.requests()).isZero();
        }
    }

    @Test
    void aPlainServerBehindAnHttpsUrlIsATlsFailure() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
                ScriptedServer server = new ScriptedServer(listening, connection -> {
                    connection.write("HTTP/1.1 400 Bad Request\r\n\r\n");
                    connection.read();
                })) {
            assertTlsFailures(swarm(server.port(), authority.trusted()), "");
        }
    }

    /// A server that stores the names of each handshake's SNI.
    private ScriptedServer serverThatStores(Queue<String> names) throws Exception {
        return new ScriptedServer(authority.listen("server", false), connection -> {
            while (connection.read() != null) {
                ((ExtendedSSLSession) ((SSLSocket) connection.socket()).getSession()).getRequestedServerNames()
                        .forEach(name -> names
                                .add(new String(name.getEncoded(), java.nio.charset.StandardCharsets.US_ASCII)));
                connection.write(ScriptedServer.OK);
            }
        });
    }

    @Test
    void theHostNameIsSentAsSni() throws Exception {
        Queue<String> names = new ConcurrentLinkedQueue<>();
        try (ScriptedServer server = serverThatStores(names)) {
            assertAllOk(swarm(server.port(), authority.trusted()), server);
            assertThat(names).isNotEmpty().containsOnly("localhost");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://localhost:%d", "https://LOCALHOST:%d", "https://localhost.:%d"})
    void sniAndTheCheckedNameFollowTheUrlWhenTheWorkerConnectsElsewhere(String url) throws Exception {
        Queue<String> names = new ConcurrentLinkedQueue<>();
        try (ScriptedServer server = serverThatStores(names)) {
            CheckedResolver onlyTheService = new CheckedResolver(AddressPolicy.parse("127.0.0.0/8"),
                    host -> host.equals("target.fares.svc")
                            ? new InetAddress[]{InetAddress.getLoopbackAddress()}
                            : new InetAddress[0]);
            WorkerRun run = new WorkerRun(Slices.of(Slices.users(4, 1000, "1ms")).tasks(RIDE).times(0, 200, 30_000)
                    .timeout(10_000).https(server.port(), authority.trusted())
                    .url(url.formatted(server.port())).route(new Route("target.fares.svc", List.of("127.0.0.1"), true))
                    .slice(), new ReferencedFiles(files), onlyTheService);
            assertAllOk(new Started(run).total(), server);
            assertThat(server.heads()).allSatisfy(
                    head -> assertThat(head).contains("Host: " + url.formatted(server.port()).substring(8) + "\r\n"));
            assertThat(names).isNotEmpty().allMatch("localhost"::equalsIgnoreCase);
        }
    }

    @Test
    void aMissingOrMalformedCaCertificateIsRejected() throws Exception {
        Tls missing = new Tls(new Tls.Ca(new io.fareswarm.api.KeyRef("none", "ca.crt"), null), null, false, null);
        assertThatThrownBy(() -> swarm(1, missing)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected target.tls.ca: Secret none with the key ca.crt, found none");
        Files.createDirectories(files.resolve("secrets/junk"));
        Files.writeString(files.resolve("secrets/junk/ca.crt"), "s3cret junk");
        Tls junk = new Tls(new Tls.Ca(new io.fareswarm.api.KeyRef("junk", "ca.crt"), null), null, false, null);
        assertThatThrownBy(() -> swarm(1, junk)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected target.tls.ca: certificates in PEM in Secret junk, key ca.crt")
                .hasMessageNotContaining("s3cret");
    }

    /// Runs a load, whose start barrier comes only after `ahead` connections, as the script counts them.
    private static IntervalReport swarmAfter(CountDownLatch ahead, Load load, int port, Tls tls) throws Exception {
        WorkerRun run = new WorkerRun(Slices.of(load).tasks(RIDE).times(0, 200, 30_000).timeout(10_000)
                .https(port, tls).slice(), new ReferencedFiles(files), Slices.ANYWHERE);
        HeldClock clock = new HeldClock();
        CountDownLatch finished = new CountDownLatch(1);
        run.start(clock, HeldClock.BARRIER, finished::countDown);
        assertThat(ahead.await(60, TimeUnit.SECONDS)).as("connections before the start barrier").isTrue();
        clock.release();
        finished.await();
        return Objects.requireNonNull(run.reports().after(-1, Started.STATUS).total());
    }

    private static Stream<Load> loadsOfFourConnections() {
        return Stream.of(Slices.users(4, 1000, "1ms"), Slices.arrivals(40, 4));
    }

    @ParameterizedTest
    @MethodSource("loadsOfFourConnections")
    void connectionsAreOpenBeforeTheirFirstRequestIsDue(Load load) throws Exception {
        CountDownLatch opened = new CountDownLatch(4);
        try (ScriptedServer server = new ScriptedServer(authority.listen("server", false), connection -> {
            ((SSLSocket) connection.socket()).startHandshake();
            opened.countDown();
            while (connection.read() != null) {
                connection.write(ScriptedServer.OK);
            }
        })) {
            assertAllOk(swarmAfter(opened, load, server.port(), authority.trusted()), server);
        }
    }

    @ParameterizedTest
    @MethodSource("loadsOfFourConnections")
    void aConnectionThatTheServerClosesBeforeItsFirstRequestIsReplaced(Load load) throws Exception {
        CountDownLatch closed = new CountDownLatch(4);
        try (ScriptedServer server = new ScriptedServer(authority.listen("server", false), connection -> {
            ((SSLSocket) connection.socket()).startHandshake();
            if (connection.number() < 4) {
                connection.socket().close();
                closed.countDown();
                return;
            }
            while (connection.read() != null) {
                connection.write(ScriptedServer.OK);
            }
        })) {
            IntervalReport total = swarmAfter(closed, load, server.port(), authority.trusted());
            assertThat(total.errors()).isEmpty();
            assertThat(total.tasks().getFirst().requests()).isPositive().isEqualTo(server.requests());
        }
    }

    @ParameterizedTest
    @MethodSource("loadsOfFourConnections")
    void aHandshakeThatFailsBeforeTheFirstRequestIsNoFailureOfItsOwn(Load load) throws Exception {
        CountDownLatch begun = new CountDownLatch(4);
        try (ScriptedServer server = new ScriptedServer(authority.listen("elsewhere", false), connection -> {
            begun.countDown();
            connection.read();
        })) {
            assertTlsFailures(swarmAfter(begun, load, server.port(), authority.trusted()), "localhost");
        }
    }

    @Test
    void theWarmUpExchangesMessagesWithItsOwnCertificate() {
        assertThatCode(() -> TlsWarmUp.run(System::nanoTime)).doesNotThrowAnyException();
    }

    /// A plain socket below a TLS socket. While corked, it collects the bytes that are written, and then sends them in
    /// one piece. It stays open when TLS ends.
    private static final class Corked extends Socket {
        private @Nullable ByteArrayOutputStream held;

        void cork() {
            held = new ByteArrayOutputStream();
        }

        void uncork() throws IOException {
            byte[] all = Objects.requireNonNull(held).toByteArray();
            held = null;
            super.getOutputStream().write(all);
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            OutputStream out = super.getOutputStream();
            return new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    write(new byte[]{(byte) b}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    (held == null ? out : held).write(bytes, from, length);
                }
            };
        }

        @Override
        public void shutdownOutput() {
            // only TLS ends
        }
    }

    @Test
    void anEndThatComesWithTheLastBytesOfAResponseCompletesIt() throws Exception {
        Map<Socket, Corked> below = new ConcurrentHashMap<>();
        SSLSocketFactory factory = authority.context("server").getSocketFactory();
        try (ServerSocket listening = new ServerSocket(0, 64, InetAddress.getLoopbackAddress()) {
            @Override
            public Socket accept() throws IOException {
                Corked corked = new Corked();
                implAccept(corked);
                Socket secure = factory.createSocket(corked, null, true);
                below.put(secure, corked);
                return secure;
            }
        }; ScriptedServer server = new ScriptedServer(listening, connection -> {
            connection.read();
            Corked corked = Objects.requireNonNull(below.get(connection.socket()));
            corked.cork();
            connection.write("HTTP/1.1 200 OK\r\n\r\nwhole");
            connection.endOutput();
            corked.uncork();
            connection.read(); // until the worker closes
        })) {
            IntervalReport total = swarm(server.port(), authority.trusted());
            assertThat(total.errors()).isEmpty();
            assertThat(total.tasks().getFirst().requests()).isPositive().isEqualTo(server.requests());
        }
    }

    @Test
    void aServerNameOfOnesOwnIsSentAsSniAndIsWhatTheCertificateMustName() throws Exception {
        Queue<String> names = new ConcurrentLinkedQueue<>();
        Tls named = new Tls(authority.trusted().ca(), null, false, "localhost");
        try (ScriptedServer server = serverThatStores(names)) {
            WorkerRun run = new WorkerRun(Slices.of(Slices.users(4, 1000, "1ms")).tasks(RIDE).times(0, 200, 30_000)
                    .timeout(10_000).https(server.port(), named).url("https://shop_1.example:" + server.port())
                    .address("127.0.0.1").slice(), new ReferencedFiles(files), Slices.ANYWHERE);
            assertAllOk(new Started(run).total(), server);
            assertThat(names).isNotEmpty().allMatch("localhost"::equalsIgnoreCase);
            assertThat(server.heads()).allSatisfy(
                    head -> assertThat(head).contains("Host: shop_1.example:" + server.port() + "\r\n"));
        }
    }
}
