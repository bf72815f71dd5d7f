package io.fareswarm.load.send;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;

import static java.nio.charset.StandardCharsets.US_ASCII;

/// Warm-up of TLS: opens connections to a server in this process and exchanges messages on them, until the JVM has
/// compiled most of it. The first handshake of a cold JVM takes more than half a second, and the fiftieth still 50 ms.
///
/// The certificate and key are resources of this program and therefore public. Only the warm-up uses and trusts them, and
/// its connections do not leave the process. The certificate has an elliptic key and is signed by an authority with an RSA
/// key, so that both algorithms are warm.
public final class TlsWarmUp {
    /// Maximum number of connections. Later handshakes are hardly faster.
    private static final int CONNECTIONS = 150;
    /// Number of messages on each connection, in each direction.
    private static final int MESSAGES = 10;
    /// Maximum time of the warm-up.
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(5);
    /// Maximum wait for one message.
    private static final int MESSAGE_MILLIS = 10_000;
    /// One connection of this many resumes the session of the one before. The others begin a session.
    private static final int RESUMED = 4;

    private static final String HOST = "localhost";
    private static final byte[] MESSAGE = "a message of the warm-up, about as long as a request; "
            .repeat(8).getBytes(US_ASCII);

    private TlsWarmUp() {}

    /// Runs the warm-up.
    ///
    /// @param clock monotonic clock in nanoseconds
    /// @throws IOException if this machine has no loopback interface or no free sockets, or its Java no usual algorithms
    public static void run(LongSupplier clock) throws IOException {
        SSLContext context = context();
        try (SSLServerSocket listening = listen(context)) {
            Thread.ofPlatform().name("warm-up").daemon().start(() -> serve(listening));
            connect(context, new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getLocalPort()),
                    clock);
        }
    }

    private static void connect(SSLContext context, InetSocketAddress address, LongSupplier clock) throws IOException {
        long until = clock.getAsLong() + LONGEST;
        try (ConnectionPool connections = new ConnectionPool(address,
                new TlsClient(context, HOST, address.getPort(), true), false)) {
            for (int i = 0; i < CONNECTIONS && clock.getAsLong() < until; i++) {
                if (i % RESUMED != 1) {
                    forget(context.getClientSessionContext());
                }
                exchange(connections);
            }
        }
    }

    private static void forget(SSLSessionContext sessions) {
        for (byte[] id : Collections.list(sessions.getIds())) {
            SSLSession session = sessions.getSession(id);
            if (session != null) { // expired meanwhile
                session.invalidate();
            }
        }
    }

    /// Opens a connection and exchanges messages.
    private static void exchange(ConnectionPool connections) throws IOException {
        ConnectionSlot slot = new ConnectionSlot(null);
        try {
            boolean open = connections.connect(slot);
            while (!open) {
                open = connections.proceed(slot, await(connections, slot));
            }
            for (int i = 0; i < MESSAGES; i++) {
                Objects.requireNonNull(slot.tls).send(ByteBuffer.wrap(MESSAGE));
                int length = 0;
                while (length == 0) {
                    await(connections, slot);
                    length = connections.read(slot, Objects.requireNonNull(slot.channel));
                }
                if (length < 0) {
                    throw new IOException("expected a message, found the end of the connection");
                }
            }
        } finally {
            ConnectionPool.close(slot);
        }
    }

    private static SelectionKey await(ConnectionPool connections, ConnectionSlot slot) throws IOException {
        if (connections.selector().select(_ -> {}, MESSAGE_MILLIS) == 0) {
            throw new SocketTimeoutException("no message within " + MESSAGE_MILLIS + " ms");
        }
        return Objects.requireNonNull(slot.key);
    }

    private static void serve(SSLServerSocket listening) {
        byte[] received = new byte[MESSAGE.length];
        while (!listening.isClosed()) {
            try (SSLSocket socket = (SSLSocket) listening.accept()) {
                socket.setSoTimeout(MESSAGE_MILLIS);
                socket.setTcpNoDelay(true);
                while (socket.getInputStream().read(received) > 0) {
                    socket.getOutputStream().write(MESSAGE);
                }
            } catch (IOException e) {
                // The client sees that its connection is closed.
            }
        }
    }

    private static SSLServerSocket listen(SSLContext context) throws IOException {
        return (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 1,
                InetAddress.getLoopbackAddress());
    }

    private static SSLContext context() throws IOException {
        try {
            List<Certificate> chain = List.copyOf(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(resource("warm-up.crt"))));
            PrivateKey key = KeyFactory.getInstance(chain.getFirst().getPublicKey().getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(resource("warm-up.key")));
            return TlsTrust.of(key, chain);
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java cannot use TLS with the usual algorithms: " + e.getMessage(), e);
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(TlsWarmUp.class.getResourceAsStream(name))) {
            return in.readAllBytes();
        }
    }
}
