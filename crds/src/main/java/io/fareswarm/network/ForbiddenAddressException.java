package io.fareswarm.network;

/// Thrown if a host has an address to which the program may not connect. The message says what was expected, what was found
/// and what to do.
public final class ForbiddenAddressException extends Exception {
    ForbiddenAddressException(String message) {
        super(message);
    }
}
