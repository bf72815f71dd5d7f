package io.fareswarm.model.download;

/// Thrown when an address or its content is unusable, so that retrying is pointless.
public final class DownloadException extends Exception {
    DownloadException(String message) {
        super(message);
    }
}
