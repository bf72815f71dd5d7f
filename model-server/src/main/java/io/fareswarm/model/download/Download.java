package io.fareswarm.model.download;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A file at an address, known by its SHA-256.
///
/// Redirects are not followed: who allowed the address did not allow where it may lead.
public final class Download {
    private final URI address;
    private final String sha256;
    private final Limits limits;

    Download(URI address, String sha256, Limits limits) {
        this.address = address;
        this.sha256 = sha256;
        this.limits = limits;
    }

    /// @param address http or https, without user info
    /// @param sha256 64 hex digits in lower case
    /// @throws DownloadException when one of them is not that
    public static Download of(String address, String sha256) throws DownloadException {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new DownloadException("expected a SHA-256 as 64 hex digits in lower case, found "
                    + Receiver.shown(sha256) + "; take what sha256sum prints");
        }
        try {
            URI uri = new URI(address);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null) {
                return new Download(uri, sha256, Limits.STANDARD);
            }
        } catch (URISyntaxException e) {
            // Told below, with what was given.
        }
        throw new DownloadException(
                "expected http://HOST[:PORT]/PATH or https://, without user info, found " + Receiver.shown(address));
    }

    /// Fetches the file into a directory, and checks it.
    ///
    /// @throws DownloadException when the server has no such file, sends another one or a longer one than is allowed, or
    /// points elsewhere
    /// @throws IOException when the server cannot be reached, or the file not be kept
    public Downloaded into(Path directory) throws DownloadException, IOException, InterruptedException {
        Path file = Files.createTempFile(directory, "fareswarm-download", ".tmp");
        file.toFile().deleteOnExit(); // for a process that a signal ends
        boolean kept = false;
        try {
            fetch(file);
            kept = true;
            return new Downloaded(file);
        } finally {
            if (!kept) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void fetch(Path file) throws DownloadException, IOException, InterruptedException {
        long end = System.nanoTime() + limits.whole().toNanos();
        Duration pause = limits.pause();
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(limits.idle()).build();
        try {
            for (int tried = 1;; tried++) {
                switch (attempt(client, file, end)) {
                    case Outcome.Whole(String found) when found.equals(sha256) -> {
                        return;
                    }
                    case Outcome.Whole(String found) -> throw new DownloadException(told(
                            "expected a file with the SHA-256 %s, found %s; check which of them is meant"
                                    .formatted(sha256, found)));
                    case Outcome.Refused(String reason) -> throw new DownloadException(told(reason));
                    case Outcome.Unkept(IOException cause) -> throw new IOException(
                            "expected to keep the download in %s, found %s; give it more room"
                                    .formatted(file.getParent(), cause.getMessage()),
                            cause);
                    case Outcome.Failed(String reason) -> {
                        if (tried == limits.tries() || System.nanoTime() - end >= 0) {
                            throw new IOException(told("%s, in try %d of %d; check the address and its server"
                                    .formatted(reason, tried, limits.tries())));
                        }
                    }
                }
                Thread.sleep(pause);
                pause = pause.multipliedBy(2);
            }
        } finally {
            client.shutdownNow();
        }
    }

    private Outcome attempt(HttpClient client, Path file, long end) throws IOException, InterruptedException {
        try (FileChannel to = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            Receiver receiver = new Receiver(to, limits.bytes());
            CompletableFuture<HttpResponse<Outcome>> answer = client.sendAsync(HttpRequest.newBuilder(address).build(),
                    receiver);
            while (true) {
                long now = System.nanoTime();
                long patience = receiver.heard() + limits.idle().toNanos() - now;
                if (patience <= 0 || end - now <= 0) {
                    answer.cancel(true);
                    return new Outcome.Failed(patience <= 0
                            ? "expected the next byte within %s, found none".formatted(words(limits.idle()))
                            : "expected the whole file within %s, found it to take longer"
                                    .formatted(words(limits.whole())));
                }
                try {
                    return answer.get(Math.min(patience, end - now), TimeUnit.NANOSECONDS).body();
                } catch (TimeoutException e) {
                    // Something may have come meanwhile.
                } catch (ExecutionException e) {
                    return new Outcome.Failed(reason(Objects.requireNonNullElse(e.getCause(), e)));
                }
            }
        }
    }

    private String reason(Throwable failure) {
        if (failure instanceof HttpConnectTimeoutException) {
            return "expected a connection within %s, found none".formatted(words(limits.idle()));
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "expected a host that resolves, found " + address.getHost();
            }
        }
        return failure instanceof ConnectException
                ? "expected a connection, found it refused or out of reach"
                : "expected the whole file, found that the connection broke off (%s)"
                        .formatted(Objects.requireNonNullElse(failure.getMessage(), failure.toString()));
    }

    private String told(String what) {
        return Receiver.shown(address.toString()) + ": " + what;
    }

    private static String words(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
