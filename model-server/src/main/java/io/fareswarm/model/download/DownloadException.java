package io.fareswarm.model.download;

/// Thrown if a URL or its content is unusable, so that another attempt cannot succeed.
public final class DownloadException extends Exception {
    DownloadException(String message) {
        super(message);
    }
}
