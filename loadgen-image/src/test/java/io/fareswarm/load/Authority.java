package io.fareswarm.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

import io.fareswarm.api.KeyRef;
import io.fareswarm.api.Tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

/// A test's certificate authority with its certificates: `server` for localhost, `elsewhere` for another host,
/// `expired`, and `client`. The files are where a worker expects them: in the ConfigMap `authorities` and the Secret
/// `client`.
final class Authority {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path store;
    private final KeyStore keys;

    Authority(Path files) throws IOException, GeneralSecurityException, InterruptedException {
        store = files.resolve("keys.p12");
        keytool("ca", "-dname", "CN=authority", "-ext", "bc:c");
        signed("server", "-ext", "san=dns:localhost");
        signed("elsewhere", "-ext", "san=dns:elsewhere.example");
        signed("expired", "-ext", "san=dns:localhost", "-startdate", "-3d", "-validity", "1");
        signed("client");
        keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        Files.createDirectories(files.resolve("configmaps/authorities"));
        Files.writeString(files.resolve("configmaps/authorities/ca.crt"),
                pem("CERTIFICATE", keys.getCertificate("ca").getEncoded()));
        Files.createDirectories(files.resolve("secrets/client"));
        Files.writeString(files.resolve("secrets/client/tls.crt"),
                pem("CERTIFICATE", keys.getCertificate("client").getEncoded()));
        Files.writeString(files.resolve("secrets/client/tls.key"), pem("PRIVATE KEY", key("client")));
    }

    private void signed(String alias, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-dname", "CN=" + alias, "-signer", "ca"));
        arguments.addAll(List.of(more));
        keytool(alias, arguments.toArray(new String[0]));
    }

    private void keytool(String alias, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool")
                .toString(), "-genkeypair", "-alias", alias, "-keyalg", "EC", "-groupname", "secp256r1", "-keystore",
                store.toString(), "-storepass", new String(PASSWORD)));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), US_ASCII);
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
    }

    /// A private key in PKCS#8.
    byte[] key(String alias) throws GeneralSecurityException {
        return keys.getKey(alias, PASSWORD).getEncoded();
    }

    java.security.PublicKey certified(String alias) throws GeneralSecurityException {
        return keys.getCertificate(alias).getPublicKey();
    }

    static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der)
                + "\n-----END " + what + "-----\n";
    }

    /// TLS settings that trust this authority.
    Tls trusted() {
        return new Tls(new Tls.Ca(null, new KeyRef("authorities", "ca.crt")), null, false, null);
    }

    /// TLS settings that trust this authority and use the client certificate `client`.
    Tls proven() {
        return new Tls(trusted().ca(), new Tls.ClientCertificate("client"), false, null);
    }

    /// A TLS server socket on the loopback interface with the certificate of an alias.
    ///
    /// @param needsClientCertificate whether clients must send a certificate
    ServerSocket listen(String alias, boolean needsClientCertificate) throws IOException, GeneralSecurityException {
        SSLServerSocket listening = (SSLServerSocket) listen(alias, InetAddress.getLoopbackAddress(), 0);
        listening.setNeedClientAuth(needsClientCertificate);
        return listening;
    }

    /// A TLS server socket on an address and a port; 0 for any.
    ServerSocket listen(String alias, InetAddress address, int port) throws IOException, GeneralSecurityException {
        return context(alias).getServerSocketFactory().createServerSocket(port, 1024, address);
    }

    /// An SSL context for a server with the certificate of an alias. It trusts the certificates of this authority.
    SSLContext context(String alias) throws IOException, GeneralSecurityException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, PASSWORD);
        own.setKeyEntry(alias, keys.getKey(alias, PASSWORD), PASSWORD, keys.getCertificateChain(alias));
        KeyManagerFactory proof = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        proof.init(own, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry("ca", keys.getCertificate("ca"));
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(proof.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
