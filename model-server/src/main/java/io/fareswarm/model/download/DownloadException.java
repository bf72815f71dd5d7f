package io.fareswarm.model.download;

/// Thrown when an address, or what it gives, cannot be used, so that another try would end the same way.
public final class DownloadException extends Exception {
    DownloadException(String message) {
        super(message);
    }
}
