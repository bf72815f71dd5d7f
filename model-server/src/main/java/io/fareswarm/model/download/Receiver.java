package io.fareswarm.model.download;

import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

import io.fareswarm.model.digest.Sha256;

/// Judges one answer by its head, then writes its body as it comes, up to a bound, and takes its SHA-256.
final class Receiver implements BodyHandler<Outcome>, BodySubscriber<Outcome> {
    private static final int OK = 200;

    private final WritableByteChannel to;
    private final long mostBytes;
    private final MessageDigest digest = Sha256.begin();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;
    private long bytes;
    private volatile long heard = System.nanoTime();

    Receiver(WritableByteChannel to, long mostBytes) {
        this.to = to;
        this.mostBytes = mostBytes;
    }

    /// When something last came; when it was made, before anything did. By [System#nanoTime].
    long heard() {
        return heard;
    }

    @Override
    public BodySubscriber<Outcome> apply(ResponseInfo head) {
        heard = System.nanoTime();
        int status = head.statusCode();
        OptionalLong length = head.headers().firstValueAsLong("content-length");
        if (status >= 300 && status < 400) {
            String location = head.headers().firstValue("location").map(Receiver::shown).orElse("nowhere");
            end(new Outcome.Refused(
                    "expected the file itself, found a redirect (status %d) to %s; redirects are not followed, give the file's own address"
                            .formatted(status, location)));
        } else if (status >= 500 || status == 429 || status == 408) {
            end(new Outcome.Failed("expected status 200, found %d".formatted(status)));
        } else if (status != OK) {
            end(new Outcome.Refused(
                    "expected status 200, found %d; check the address, and that it needs no password"
                            .formatted(status)));
        } else if (length.isPresent() && length.getAsLong() > mostBytes) {
            end(tooLong(length.getAsLong()));
        }
        return this;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (outcome.isDone()) {
            given.cancel();
        } else {
            given.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        heard = System.nanoTime();
        try {
            for (ByteBuffer buffer : buffers) {
                bytes += buffer.remaining();
                if (bytes > mostBytes) {
                    end(tooLong(bytes));
                    return;
                }
                digest.update(buffer.duplicate());
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
        } catch (IOException e) {
            end(new Outcome.Unkept(e));
            return;
        }
        if (subscription != null) {
            subscription.request(1);
        }
    }

    private Outcome tooLong(long found) {
        return new Outcome.Refused("expected a file of at most %d bytes, found %d".formatted(mostBytes, found));
    }

    private void end(Outcome how) {
        outcome.complete(how);
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public void onError(Throwable failure) {
        outcome.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        outcome.complete(new Outcome.Whole(HexFormat.of().formatHex(digest.digest())));
    }

    @Override
    public CompletionStage<Outcome> getBody() {
        return outcome;
    }

    /// What of a server's text fits into a message.
    static String shown(String text) {
        String start = text.length() > 200 ? text.substring(0, 200) + "…" : text;
        return start.replaceAll("\\p{Cntrl}", "�");
    }
}
