package io.fareswarm.image.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;

import io.fareswarm.image.BuildException;

/// A certificate of 127.0.0.1 that is its own authority.
///
/// @param authority the certificate as a PEM file
record Certificate(PrivateKey key, X509Certificate certificate, Path authority) {
    private static final String ALIAS = "api";
    private static final String PASSWORD = "of no secret";

    /// Has keytool make one that is valid for a day.
    static Certificate make(Path folder) throws IOException, InterruptedException, BuildException {
        Path store = folder.resolve("certificate.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                "-genkeypair", "-alias", ALIAS, "-keyalg", "EC", "-dname", "CN=kube-apiserver", "-ext",
                "san=ip:127.0.0.1", "-validity", "1", "-storetype", "PKCS12", "-keystore", store.toString(),
                "-storepass", PASSWORD).redirectErrorStream(true).redirectOutput(folder.resolve("keytool").toFile())
                .start();
        if (keytool.waitFor() != 0) {
            throw new BuildException("expected keytool to make a certificate, found: "
                    + Files.readString(folder.resolve("keytool")));
        }
        try {
            KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            X509Certificate certificate = (X509Certificate) keys.getCertificate(ALIAS);
            Path authority = Files.writeString(folder.resolve("ca.crt"), "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n");
            return new Certificate((PrivateKey) keys.getKey(ALIAS, PASSWORD.toCharArray()), certificate, authority);
        } catch (GeneralSecurityException e) {
            throw new BuildException("expected a certificate of keytool's, found: " + e.getMessage());
        }
    }
}
