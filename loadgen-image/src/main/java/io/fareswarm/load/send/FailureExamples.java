package io.fareswarm.load.send;

import java.util.Arrays;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.fareswarm.load.traffic.RequestBuffer;
import io.fareswarm.load.traffic.RequestGenerator;
import io.fareswarm.protocol.ErrorReport;

import static java.nio.charset.StandardCharsets.UTF_8;

/// What a failed request looked like, for people: its line, and how its answer began. Bounded; without secrets, control
/// characters, and what URLs hold of passwords and of the values of queries.
///
/// Of an answer to a request that carries a secret there is the status alone: it may give the secret back in a form in which
/// nobody would find it. So it is with one of which the beginning is not there any more.
final class FailureExamples {
    /// Looked at, before secrets are hidden and the rest is cut.
    private static final int MOST_BYTES = 1024;

    /// Beginnings that are kept at one time.
    private static final int MOST_KEPT = 1024;

    private static final byte[] NOTHING = {};

    // What URLs tell of those who ask: a password, and values that are often keys and tokens.
    private static final Pattern USER_INFO = Pattern.compile("://[^/@\\s\"']{1,256}@");
    private static final Pattern QUERY_VALUE = Pattern.compile("([?&][^?&=\\s\"']{1,64}=)[^&#\\s\"']+");

    private final RequestGenerator traffic;
    private final RequestBuffer request;
    private int kept;

    FailureExamples(RequestGenerator traffic) {
        this.traffic = traffic;
        request = traffic.newRequest();
    }

    /// Keeps the beginning of an answer of which more is to come.
    ///
    /// @param read what was read last of the answer
    void keep(Slot slot, byte[] read, int length) {
        byte[] before = slot.beginning;
        if (before == null) {
            if (slot.bytesReceived > length || kept == MOST_KEPT || traffic.hasSecret(slot.task)) {
                return;
            }
            before = NOTHING;
            kept++;
        }
        int more = Math.min(length, MOST_BYTES - before.length);
        byte[] beginning = Arrays.copyOf(before, before.length + more);
        System.arraycopy(read, 0, beginning, before.length, more);
        slot.beginning = beginning;
    }

    /// The slot's request has ended.
    void forget(Slot slot) {
        if (slot.beginning != null) {
            slot.beginning = null;
            kept--;
        }
    }

    /// @param read what was read last of the answer
    /// @param length of it; 0 when nothing was
    /// @param body of a whole answer; null when it was not kept
    String of(Slot slot, byte[] read, int length, @Nullable CapturedBody body) {
        traffic.draw(slot.source, slot.number, request);
        String answer = slot.bytesReceived == 0 ? "" : answer(slot, read, length, body);
        String text = withoutSecrets(request.line()) + (answer.isEmpty() ? "" : ": " + answer);
        String shown = text.replaceAll("[\\p{Cntrl}\ufffd]+", " ").strip();
        return shown.length() > ErrorReport.MAX_EXAMPLE ? shown.substring(0, ErrorReport.MAX_EXAMPLE) : shown;
    }

    private String answer(Slot slot, byte[] read, int length, @Nullable CapturedBody body) {
        String status = slot.answer.isDone() ? "status " + slot.answer.status() : "";
        if (traffic.hasSecret(slot.task)) {
            return status;
        }
        if (slot.answer.isGzip()) {
            return "(packed)";
        }
        if (body != null) {
            return body.held() == 0 ? status : text(body.bytes(), 0, body.held());
        }
        if (slot.beginning != null) {
            keep(slot, read, length);
            return text(slot.beginning, body(slot.beginning, slot.beginning.length), slot.beginning.length);
        }
        return slot.bytesReceived == length ? text(read, body(read, length), length) : status;
    }

    private String text(byte[] bytes, int from, int to) {
        return withoutSecrets(new String(bytes, from, Math.min(to - from, MOST_BYTES), UTF_8));
    }

    private String withoutSecrets(String text) {
        return QUERY_VALUE.matcher(USER_INFO.matcher(traffic.hide(text)).replaceAll("://***@")).replaceAll("$1***");
    }

    /// Where the body begins, when the head is whole and in what was read; else the beginning.
    private static int body(byte[] read, int length) {
        for (int at = 3; at < length; at++) {
            if (read[at] == '\n' && read[at - 1] == '\r' && read[at - 2] == '\n') {
                return at + 1 < length ? at + 1 : 0;
            }
        }
        return 0;
    }
}
