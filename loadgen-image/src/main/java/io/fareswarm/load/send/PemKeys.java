package io.fareswarm.load.send;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.fareswarm.protocol.KeyReference;

/// Reader of private keys in PEM: PKCS#8, and the older forms for RSA (PKCS#1) and for elliptic curves (SEC 1).
final class PemKeys {
    private static final Pattern KEY = Pattern
            .compile("-----BEGIN (|RSA |EC )PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END \\1PRIVATE KEY-----");

    // DER tags and the version of PKCS#8.
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    private PemKeys() {}

    /// Reads a private key.
    ///
    /// @param from reference of the key, for the message; the message contains nothing of the key
    /// @param certified public key of the certificate; it has the algorithm's parameters, which the older forms lack
    /// @throws IllegalArgumentException if the text has no private key for this public key's algorithm
    static PrivateKey privateKey(KeyReference from, byte[] pem, PublicKey certified) {
        Matcher matcher = KEY.matcher(new String(pem, StandardCharsets.ISO_8859_1));
        try {
            if (matcher.find()) {
                byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
                return KeyFactory.getInstance(certified.getAlgorithm()).generatePrivate(
                        new PKCS8EncodedKeySpec(matcher.group(1).isEmpty() ? der : wrap(der, certified)));
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Reported below, because this exception's message may quote a Secret.
        }
        throw new IllegalArgumentException(
                "expected %s: a private key in PEM, without a password, for the certificate beside it in Secret %s, key %s, found none"
                        .formatted(from.place(), from.name(), from.key()));
    }

    /// Wraps an older form in PKCS#8, which is a version, the algorithm of the public key, and the older form.
    private static byte[] wrap(byte[] der, PublicKey certified) {
        byte[] spki = certified.getEncoded();
        int at = 1 + lengthBytes(spki, 1);
        int algorithm = 1 + lengthBytes(spki, at + 1) + length(spki, at + 1);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(VERSION_0);
        content.write(spki, at, algorithm);
        content.writeBytes(tagged(OCTETS, der));
        return tagged(SEQUENCE, content.toByteArray());
    }

    private static int lengthBytes(byte[] der, int at) {
        return der[at] >= 0 ? 1 : 1 + (der[at] & 0x7f);
    }

    private static int length(byte[] der, int at) {
        return der[at] >= 0 ? der[at] : new BigInteger(1, der, at + 1, der[at] & 0x7f).intValueExact();
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            out.write(content.length < 0x100 ? 0x81 : 0x82);
            if (content.length >= 0x100) {
                out.write(content.length >> 8);
            }
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
