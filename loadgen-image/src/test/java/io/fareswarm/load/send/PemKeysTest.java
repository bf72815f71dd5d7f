package io.fareswarm.load.send;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.fareswarm.api.KeyRef;
import io.fareswarm.protocol.KeyReference;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PemKeysTest {
    private static final KeyReference FROM = KeyReference.secret("target.tls.clientCertificate",
            new KeyRef("client", "tls.key"));

    private static byte[] pem(String kind, byte[] der) {
        String label = kind + "PRIVATE KEY-----\n";
        return ("-----BEGIN " + label + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label)
                .getBytes(US_ASCII);
    }

    // The last octets of PKCS#8 contain the older form.
    @ParameterizedTest
    @CsvSource({"RSA, 2048, 'RSA '", "EC, 256, 'EC '"})
    void aKeyIsReadInPkcs8AndInItsOlderForm(String algorithm, int size, String older) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(size);
        KeyPair pair = generator.generateKeyPair();
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        assertThat(PemKeys.privateKey(FROM, pem("", pkcs8), pair.getPublic())).isEqualTo(pair.getPrivate());
        int from = olderFormFrom(pkcs8);
        assertThat(
                PemKeys.privateKey(FROM, pem(older, Arrays.copyOfRange(pkcs8, from, pkcs8.length)), pair.getPublic()))
                .isEqualTo(pair.getPrivate());
        assertThatThrownBy(() -> PemKeys.privateKey(FROM, "s3cret".getBytes(US_ASCII), pair.getPublic()))
                .hasMessageContaining("a private key in PEM").hasMessageNotContaining("s3cret");
    }

    /// The index at which the content of the sequence's last element begins.
    private static int olderFormFrom(byte[] der) {
        int at = 1 + lengthBytes(der, 1) + 3; // the sequence's head, and the version
        at += 2 + der[at + 1]; // the algorithm
        return at + 1 + lengthBytes(der, at + 1);
    }

    private static int lengthBytes(byte[] der, int at) {
        return der[at] >= 0 ? 1 : 1 + (der[at] & 0x7f);
    }
}
