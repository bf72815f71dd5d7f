package io.fareswarm.model.download;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fareswarm.network.AddressPolicy;
import io.fareswarm.network.CheckedResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Tests that a download over TLS, which connects to an IP address, still checks the certificate against the URL's host.
class TlsDownloadTest {
    private static final byte[] CONTENT = "rides".getBytes(StandardCharsets.US_ASCII);
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final DownloadLimits LIMITS = new DownloadLimits(100, 1, Duration.ZERO, Duration.ofMinutes(1),
            Duration.ofMinutes(1));

    @TempDir
    Path folder = Path.of("");

    /// Keys of a server with a certificate for rides.example.
    private KeyStore keys() throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=rides", "-ext",
                "san=dns:rides.example", "-storepass", new String(PASSWORD), "-keystore", file.toString()).inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        Files.delete(file);
        return store;
    }

    /// A new TLS context, without sessions that could be resumed, that has the keys and trusts their certificate.
    private static SSLContext context(KeyStore store) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void theCertificateMustNameTheHostOfTheUrl() throws Exception {
        SSLContext before = SSLContext.getDefault();
        KeyStore keys = keys();
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, CONTENT.length);
                exchange.getResponseBody().write(CONTENT);
            }
        });
        server.start();
        try {
            SSLContext.setDefault(context(keys));
            int port = server.getAddress().getPort();
            try (DownloadedFile rides = download("https://rides.example:%d/rides.csv".formatted(port))) {
                assertThat(rides.file()).hasBinaryContent(CONTENT);
            }
            try (DownloadedFile rides = download("https://RIDES.example.:%d/rides.csv".formatted(port))) {
                assertThat(rides.file()).hasBinaryContent(CONTENT);
            }
            for (String other : new String[]{"other.example", "127.0.0.1"}) {
                SSLContext.setDefault(context(keys));
                assertThatThrownBy(() -> download("https://%s:%d/rides.csv".formatted(other, port)))
                        .hasMessageContaining("broke off").hasMessageContaining("No ");
            }
        } finally {
            SSLContext.setDefault(before);
            server.stop(0);
        }
    }

    private DownloadedFile download(String url) throws Exception {
        String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(CONTENT));
        Origin origin = new Origin(null, Set.of(), new CheckedResolver(AddressPolicy.parse("127.0.0.0/8"),
                _ -> new InetAddress[]{InetAddress.ofLiteral("127.0.0.1")}));
        return new FileDownload(URI.create(url), sha256, origin, LIMITS).into(folder);
    }
}
