package io.fareswarm.digest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Factory of SHA-256 digests.
public final class Sha256 {
    private Sha256() {}

    /// Creates an empty digest.
    public static MessageDigest create() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
