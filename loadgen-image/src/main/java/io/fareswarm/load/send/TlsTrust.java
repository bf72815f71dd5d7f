package io.fareswarm.load.send;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.Tls;
import io.fareswarm.load.traffic.ReferencedFiles;
import io.fareswarm.message.FailureCause;
import io.fareswarm.protocol.KeyReference;

/// Creates an [SSLContext] from a slice's TLS settings: the certificate authorities that a worker trusts, and its client
/// certificate.
public final class TlsTrust {
    private static final char[] NO_PASSWORD = {};

    private TlsTrust() {}

    /// Reads the files that the settings refer to.
    ///
    /// @param tls null for the defaults
    /// @throws IllegalArgumentException when a certificate or key is missing or is not in PEM
    public static SSLContext of(@Nullable Tls tls, ReferencedFiles references) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(tls == null ? null : keys(tls, references), tls == null ? null : trusted(tls, references),
                    new SecureRandom());
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    "expected usable settings in target.tls, found " + FailureCause.inFull(e), e);
        }
    }

    /// Creates the context of both ends of a connection within this process.
    ///
    /// @param chain certificate of both ends, and its authority, which is trusted beside those of Java
    static SSLContext of(PrivateKey key, List<Certificate> chain) throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        for (TrustManager manager : trustManagers(null)) {
            if (manager instanceof X509TrustManager certificates) {
                for (Certificate certificate : certificates.getAcceptedIssuers()) {
                    trust(certificate, store);
                }
            }
        }
        trust(chain.getLast(), store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers(key, chain), trustManagers(store), new SecureRandom());
        return context;
    }

    private static void trust(Certificate certificate, KeyStore store) throws GeneralSecurityException {
        store.setCertificateEntry(Integer.toString(store.size()), certificate);
    }

    private static TrustManager[] trustManagers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static TrustManager @Nullable [] trusted(Tls tls, ReferencedFiles references)
            throws GeneralSecurityException, IOException {
        if (tls.insecureSkipVerify()) {
            return new TrustManager[]{new TrustAll()};
        }
        List<KeyReference> ca = KeyReference.ca(tls);
        if (ca.isEmpty()) {
            return null;
        }
        KeyStore store = emptyStore();
        for (Certificate certificate : certificates(ca.getFirst(), references.read(ca.getFirst()))) {
            trust(certificate, store);
        }
        return trustManagers(store);
    }

    private static KeyManager @Nullable [] keys(Tls tls, ReferencedFiles references)
            throws GeneralSecurityException, IOException {
        List<KeyReference> pair = KeyReference.clientCertificate(tls);
        if (pair.isEmpty()) {
            return null;
        }
        List<Certificate> chain = List.copyOf(certificates(pair.getFirst(), references.read(pair.getFirst())));
        PrivateKey key = PemKeys.privateKey(pair.getLast(), references.read(pair.getLast()),
                chain.getFirst().getPublicKey());
        return keyManagers(key, chain);
    }

    private static KeyManager[] keyManagers(PrivateKey key, List<Certificate> chain)
            throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        store.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(new Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        // PKCS12 would derive a key for each private key, which takes a cold JVM half a second. This store stays in memory.
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static Collection<? extends Certificate> certificates(KeyReference from, byte[] pem)
            throws CertificateException {
        try {
            Collection<? extends Certificate> all = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem));
            if (!all.isEmpty()) {
                return all;
            }
        } catch (CertificateException e) {
            // Reported below, because this exception's message may quote a Secret.
        }
        throw new IllegalArgumentException("expected %s: certificates in PEM in %s %s, key %s, found none".formatted(
                from.place(), from.kind(), from.name(), from.key()));
    }

    /// Trust manager that accepts any certificate of any host.
    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
