package io.fareswarm.e2e.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;

import static java.nio.charset.StandardCharsets.UTF_8;

/// An HTTPS server outside the cluster, with its own certificate authority. It requires client certificates and records
/// its requests. In the scenario's namespace it is reachable as the Service `shop`. The ConfigMap `authority` and the
/// Secret `client` have the certificates and keys that a client needs.
public final class TlsTargetServer implements AutoCloseable {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Order> orders = new ConcurrentLinkedQueue<>();
    private final HttpsServer server;

    /// A recorded request.
    ///
    /// @param token value of the header `X-Token`
    public record Order(String token, String body) {}

    /// @param folder folder for the key files
    public TlsTargetServer(ScenarioNamespace namespace, Path folder) throws IOException, GeneralSecurityException {
        Path store = folder.resolve("keys.p12");
        keytool(store, "ca", "-dname", "CN=authority", "-ext", "bc:c");
        keytool(store, "server", "-dname", "CN=shop", "-signer", "ca", "-ext", "san=dns:shop");
        keytool(store, "client", "-dname", "CN=client", "-signer", "ca");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        InetAddress node = InetAddress.getByName(
                namespace.admin().get("nodes").at("/items/0/status/addresses/0/address").asText());
        server = HttpsServer.create(new InetSocketAddress(node, 0), 100);
        server.setHttpsConfigurator(requiringClientCertificates(keys));
        server.setExecutor(threads);
        server.createContext("/orders", this::respond);
        server.start();
        publish(namespace, node);
        createUserObjects(namespace, keys, folder);
    }

    /// All requests so far.
    public List<Order> orders() {
        return new ArrayList<>(orders);
    }

    private void respond(HttpExchange exchange) throws IOException {
        try (exchange) {
            orders.add(new Order(exchange.getRequestHeaders().getFirst("X-Token"),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            byte[] body = "{\"state\": \"taken\"}".getBytes(UTF_8);
            exchange.sendResponseHeaders(201, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static HttpsConfigurator requiringClientCertificates(KeyStore keys)
            throws GeneralSecurityException, IOException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, PASSWORD);
        own.setKeyEntry("server", keys.getKey("server", PASSWORD), PASSWORD, keys.getCertificateChain("server"));
        KeyManagerFactory serverKeys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        serverKeys.init(own, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry("ca", keys.getCertificate("ca"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(serverKeys.getKeyManagers(), trust.getTrustManagers(), null);
        return new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters requirement = context.getDefaultSSLParameters();
                requirement.setNeedClientAuth(true);
                parameters.setSSLParameters(requirement);
            }
        };
    }

    private void publish(ScenarioNamespace namespace, InetAddress node) {
        namespace.admin().apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: shop}
                spec:
                  ports: [{name: https, port: 443}]
                """, """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: shop, labels: {kubernetes.io/service-name: shop}}
                addressType: IPv4
                ports: [{name: https, port: %d}]
                endpoints: [{addresses: ["%s"]}]
                """.formatted(server.getAddress().getPort(), node.getHostAddress()));
    }

    private static void createUserObjects(ScenarioNamespace namespace, KeyStore keys, Path folder)
            throws IOException, GeneralSecurityException {
        Path authority = Files.writeString(folder.resolve("ca.crt"),
                pem("CERTIFICATE", keys.getCertificate("ca").getEncoded()));
        Path certificate = Files.writeString(folder.resolve("client.crt"),
                pem("CERTIFICATE", keys.getCertificate("client").getEncoded()));
        Path key = Files.writeString(folder.resolve("client.key"),
                pem("PRIVATE KEY", keys.getKey("client", PASSWORD).getEncoded()));
        namespace.dev().run("create", "configmap", "authority", "--from-file", authority.toString());
        namespace.dev().run("create", "secret", "tls", "client", "--cert", certificate.toString(), "--key",
                key.toString());
    }

    private static void keytool(Path store, String alias, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", alias,
                "-keyalg", "EC", "-groupname", "secp256r1", "-keystore", store.toString(), "-storepass",
                new String(PASSWORD)));
        command.addAll(List.of(more));
        Command.run("", command).output();
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der)
                + "\n-----END " + what + "-----\n";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
