package io.fareswarm.model.download;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.fareswarm.api.WebAddress;
import io.fareswarm.digest.Sha256;

/// Download of a file with a known SHA-256.
///
/// It does not follow redirects: permission for a URL does not cover the URL that it redirects to.
public final class FileDownload {
    /// Number of bytes per read; the HTTP client returns no more.
    private static final int PIECE = 1 << 14;

    private final URI address;
    private final String sha256;
    private final DownloadLimits limits;

    FileDownload(URI address, String sha256, DownloadLimits limits) {
        this.address = address;
        this.sha256 = sha256;
        this.limits = limits;
    }

    /// @param address http or https URL, without user info
    /// @param sha256 64 lowercase hex digits
    /// @throws DownloadException if an argument has another form
    public static FileDownload of(String address, String sha256) throws DownloadException {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new DownloadException("expected a SHA-256 as 64 hex digits in lower case, found "
                    + shown(sha256) + "; take what sha256sum prints");
        }
        URI uri = WebAddress.parse(address).orElseThrow(() -> new DownloadException(
                "expected http://HOST[:PORT]/PATH or https://, without user info, found " + shown(address)));
        return new FileDownload(uri, sha256, DownloadLimits.STANDARD);
    }

    /// Downloads the file into a directory and checks its digest.
    ///
    /// @throws DownloadException if the server does not have the file, sends a file that is different or too large, or
    /// redirects
    /// @throws IOException when the server cannot be reached or the file cannot be stored
    public DownloadedFile into(Path directory) throws DownloadException, IOException, InterruptedException {
        Path file = Files.createTempFile(directory, "fareswarm-download", ".tmp");
        file.toFile().deleteOnExit(); // deletes it also if a signal ends the process
        try {
            fetch(file);
            return new DownloadedFile(file);
        } catch (Throwable e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private void fetch(Path file) throws DownloadException, IOException, InterruptedException {
        long end = System.nanoTime() + limits.total().toNanos();
        for (int attempt = 1;; attempt++) {
            try {
                attempt(file, end);
                return;
            } catch (RetryableFailure e) {
                if (attempt == limits.attempts() || System.nanoTime() - end >= 0) {
                    throw new IOException("%s: %s, in attempt %d of %d; check the address and its server"
                            .formatted(shown(address.toString()), e.getMessage(), attempt, limits.attempts()));
                }
            } catch (IOException e) {
                throw new IOException("expected to keep the download in %s, found %s; give it more room"
                        .formatted(file.getParent(), e.getMessage()), e);
            }
            Thread.sleep(limits.pause().multipliedBy(1L << (attempt - 1)));
        }
    }

    /// @throws IOException when the file cannot be stored
    private void attempt(Path file, long end)
            throws RetryableFailure, DownloadException, IOException, InterruptedException {
        MessageDigest digest = Sha256.create();
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER).build();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                OutputStream to = new DigestOutputStream(new FileOutputStream(file.toFile()), digest)) {
            HttpResponse<InputStream> response = await(
                    client.sendAsync(HttpRequest.newBuilder(address).build(), BodyHandlers.ofInputStream()), end);
            try (InputStream body = response.body()) {
                checkHead(response);
                byte[] piece = new byte[PIECE];
                long bytes = 0;
                for (int count; (count = await(threads.submit(() -> body.read(piece)), end)) >= 0;) {
                    bytes += count;
                    checkLength(bytes);
                    to.write(piece, 0, count);
                }
            }
        } finally {
            client.shutdownNow();
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(sha256)) {
            throw rejected("expected a file with the SHA-256 %s, found %s; check which of them is meant"
                    .formatted(sha256, found));
        }
    }

    private void checkHead(HttpResponse<?> response) throws RetryableFailure, DownloadException {
        int status = response.statusCode();
        if (status >= 300 && status < 400) {
            throw rejected(
                    "expected the file itself, found a redirect (status %d) to %s; redirects are not followed, give the file's own address"
                            .formatted(status,
                                    response.headers().firstValue("location").map(FileDownload::shown)
                                            .orElse("nowhere")));
        }
        if (status >= 500 || status == 429 || status == 408) {
            throw new RetryableFailure("expected status 200, found %d".formatted(status));
        }
        if (status != 200) {
            throw rejected("expected status 200, found %d; check the address, and that it needs no password"
                    .formatted(status));
        }
        checkLength(response.headers().firstValueAsLong("content-length").orElse(0));
    }

    private void checkLength(long bytes) throws DownloadException {
        if (bytes > limits.bytes()) {
            throw rejected("expected a file of at most %d bytes, found %d".formatted(limits.bytes(), bytes));
        }
    }

    /// Waits for the header of the response, or for the next part of its body, within the time limits.
    private <T> T await(Future<T> next, long end) throws RetryableFailure, InterruptedException {
        long idle = limits.idle().toNanos();
        long left = end - System.nanoTime();
        try {
            if (left <= 0) {
                throw new TimeoutException(); // even if the next piece has arrived
            }
            return next.get(Math.min(idle, left), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new RetryableFailure(idle <= left
                    ? "expected the next byte within %s, found none".formatted(words(limits.idle()))
                    : "expected the whole file within %s, found it to take longer".formatted(words(limits.total())));
        } catch (ExecutionException e) {
            throw new RetryableFailure(reason(Objects.requireNonNullElse(e.getCause(), e)));
        }
    }

    private String reason(Throwable failure) {
        if (failure instanceof ConnectException) {
            return failure.getCause() instanceof UnresolvedAddressException
                    ? "expected a host that resolves, found " + address.getHost()
                    : "expected a connection, found it refused or out of reach";
        }
        // The body's stream wraps the actual cause in an exception with the message "closed".
        Throwable cause = "closed".equals(failure.getMessage())
                ? Objects.requireNonNullElse(failure.getCause(), failure)
                : failure;
        return "expected the whole file, found that the connection broke off (%s)"
                .formatted(Objects.requireNonNullElse(cause.getMessage(), cause.toString()));
    }

    private DownloadException rejected(String reason) {
        return new DownloadException(shown(address.toString()) + ": " + reason);
    }

    private static String words(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    /// A text shortened for a message, without control characters.
    private static String shown(String text) {
        String start = text.length() > 200 ? text.substring(0, 200) + "…" : text;
        return start.replaceAll("\\p{Cntrl}", "�");
    }

    /// Thrown if an attempt fails but another may succeed.
    private static final class RetryableFailure extends Exception {
        RetryableFailure(String reason) {
            super(reason);
        }
    }
}
