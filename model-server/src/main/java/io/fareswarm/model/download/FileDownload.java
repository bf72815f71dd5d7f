package io.fareswarm.model.download;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import io.fareswarm.api.WebAddress;
import io.fareswarm.digest.Sha256;
import io.fareswarm.message.FailureCause;
import io.fareswarm.network.ForbiddenAddressException;
import io.fareswarm.network.IpLiterals;

/// Download of a file with a known SHA-256.
///
/// It does not follow redirects: permission for a URL does not cover the URL that it redirects to. Each attempt resolves the
/// host once, checks the address, and connects to this address; the Host header, SNI and the certificate's name follow the
/// URL.
public final class FileDownload {
    static {
        // The JDK's client reads this property once, when its first class is loaded. Without it, requests to an IP address
        // could not name their host.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    /// Number of bytes per read; the HTTP client returns no more.
    private static final int PIECE = 1 << 14;

    private final URI address;
    private final String sha256;
    private final Origin origin;
    private final DownloadLimits limits;

    FileDownload(URI address, String sha256, Origin origin, DownloadLimits limits) {
        this.address = address;
        this.sha256 = sha256;
        this.origin = origin;
        this.limits = limits;
    }

    /// @param address http or https URL, without user info
    /// @param sha256 64 lowercase hex digits
    /// @param origin server to connect to
    /// @throws DownloadException if an argument has another form
    public static FileDownload of(String address, String sha256, Origin origin) throws DownloadException {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new DownloadException("expected a SHA-256 as 64 hex digits in lower case, found "
                    + shown(sha256) + "; take what sha256sum prints");
        }
        // Java's HTTP client needs a host that java.net.URI accepts, so one without underscores.
        URI uri = WebAddress.parse(address).filter(url -> url.getHost() != null).orElseThrow(
                () -> new DownloadException(
                        """
                                expected http://HOST[:PORT]/PATH or https://, without user info and without underscores in the host, found %s"""
                                .formatted(shown(address))));
        return new FileDownload(uri, sha256, origin, DownloadLimits.STANDARD);
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
                        .formatted(file.getParent(), FailureCause.of(e)), e);
            }
            Thread.sleep(limits.pause().multipliedBy(1L << (attempt - 1)));
        }
    }

    /// @throws IOException when the file cannot be stored
    private void attempt(Path file, long end)
            throws RetryableFailure, DownloadException, IOException, InterruptedException {
        MessageDigest digest = Sha256.create();
        HttpRequest request = request();
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER).proxy(HttpClient.Builder.NO_PROXY)
                .sslParameters(tls()).build();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                OutputStream to = new DigestOutputStream(new FileOutputStream(file.toFile()), digest)) {
            HttpResponse<InputStream> response = await(
                    client.sendAsync(request, BodyHandlers.ofInputStream()), end);
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

    /// A request to a checked IP address of the host.
    private HttpRequest request() throws RetryableFailure, DownloadException {
        try {
            return HttpRequest.newBuilder(origin.numeric(address)).header("Host", address.getRawAuthority()).build();
        } catch (ForbiddenAddressException e) {
            throw rejected(String.valueOf(e.getMessage()));
        } catch (UnknownHostException e) {
            throw new RetryableFailure("expected a host that resolves, found " + origin.host(address));
        }
    }

    /// TLS settings that name the URL's host. Java finds sessions to resume by IP address, but all connections of this process
    /// are to one URL.
    private SSLParameters tls() {
        try {
            SSLParameters tls = SSLContext.getDefault().getDefaultSSLParameters();
            String name = WebAddress.serverName(address);
            if (!IpLiterals.isNumeric(name) && name.indexOf(':') < 0) {
                tls.setServerNames(List.of(new SNIHostName(name)));
            }
            return tls;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java has TLS", e);
        }
    }

    private void checkHead(HttpResponse<?> response) throws RetryableFailure, DownloadException {
        int status = response.statusCode();
        if (status >= 300 && status < 400) {
            throw rejected(
                    "expected the file itself, found a redirect (status %d) to %s; redirects are not followed, give the file's own address"
                            .formatted(status,
                                    // Values of query parameters are often keys and tokens.
                                    response.headers().firstValue("location")
                                            .map(to -> to.replaceFirst("[?].*", "?***"))
                                            .map(FileDownload::shown).orElse("nowhere")));
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

    private static String reason(Throwable failure) {
        if (failure instanceof ConnectException) {
            return "expected a connection, found it refused or out of reach";
        }
        // The body's stream wraps the actual cause in an exception with the message "closed".
        Throwable cause = "closed".equals(failure.getMessage())
                ? Objects.requireNonNullElse(failure.getCause(), failure)
                : failure;
        return "expected the whole file, found that the connection broke off (%s)"
                .formatted(FailureCause.of(cause));
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
