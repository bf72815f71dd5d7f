package io.fareswarm.load.send;

import java.util.Arrays;
import java.util.regex.Pattern;

import io.fareswarm.load.measure.ContentEncoding;
import io.fareswarm.load.traffic.RequestBuffer;
import io.fareswarm.load.traffic.RequestGenerator;
import io.fareswarm.protocol.ErrorReport;
import io.fareswarm.protocol.VisibleText;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Writer of examples of failed requests for people: the request line and the beginning of the response. An example is
/// short. It contains no secrets, no control characters and none for the writing direction, no passwords in URLs, and no values of query parameters.
///
/// If the request carries a secret, the example contains only the status of the response, since the response may repeat
/// the secret in a form that a search does not find. The same holds for a target whose responses the reader of the report
/// may not see otherwise ([io.fareswarm.protocol.Route]). The example also contains only the status if the beginning of
/// the response was not stored.
final class FailureExamples {
    /// Maximum number of bytes of a response that are stored and searched for secrets, before the text is cut for the
    /// example.
    private static final int MOST_BYTES = 1024;

    /// Maximum number of responses whose beginnings are stored at one time.
    private static final int MOST_STORED = 1024;

    private static final byte[] NOTHING = {};
    /// Stands for bytes that are not UTF-8.
    private static final char UNREADABLE = '\ufffd';

    private static final Pattern USER_INFO = Pattern.compile("://[^/@\\s\"']{1,256}@");
    // Values of query parameters are often keys and tokens.
    private static final Pattern QUERY_VALUE = Pattern.compile("([?&][^?&=\\s\"']{1,64}=)[^&#\\s\"']+");

    private final RequestGenerator generator;
    private final RequestBuffer request = new RequestBuffer();
    private final byte[] read;
    private final boolean showsResponses;
    private int stored;

    /// @param read buffer that contains the last read bytes of a response
    /// @param showsResponses whether an example may contain the beginning of the response
    FailureExamples(RequestGenerator generator, byte[] read, boolean showsResponses) {
        this.generator = generator;
        this.read = read;
        this.showsResponses = showsResponses;
    }

    /// Stores the beginning of a response that is not complete yet.
    ///
    /// @param length number of bytes of the response in the last read
    void store(ConnectionSlot slot, int length) {
        byte[] before = slot.beginning;
        if (before == null) {
            if (slot.bytesReceived > length || stored == MOST_STORED || hides(slot)) {
                return;
            }
            before = NOTHING;
            stored++;
        }
        int more = Math.min(length, MOST_BYTES - before.length);
        byte[] beginning = Arrays.copyOf(before, before.length + more);
        System.arraycopy(read, 0, beginning, before.length, more);
        slot.beginning = beginning;
    }

    /// Frees the beginning that was stored for the slot.
    void discard(ConnectionSlot slot) {
        if (slot.beginning != null) {
            slot.beginning = null;
            stored--;
        }
    }

    /// The example of a request that has just failed.
    String of(ConnectionSlot slot) {
        generator.draw(slot.source, slot.number, request);
        String response = slot.bytesReceived == 0 ? "" : response(slot);
        String text = hide(request.line()) + (response.isEmpty() ? "" : ": " + response);
        String shown = VisibleText.of(text.replace(UNREADABLE, ' ')).strip();
        return shown.length() > ErrorReport.MAX_EXAMPLE ? shown.substring(0, ErrorReport.MAX_EXAMPLE) : shown;
    }

    private String response(ConnectionSlot slot) {
        String status = slot.response.isDone() ? "status " + slot.response.status() : "";
        if (hides(slot)) {
            return status;
        }
        if (slot.response.encoding() != ContentEncoding.NONE) {
            return "(compressed)";
        }
        CapturedBody body = slot.body;
        if (body != null && slot.failure == null) {
            return body.held() == 0 ? status : text(body.bytes(), 0, body.held());
        }
        int length = slot.lastRead;
        if (slot.beginning != null) {
            store(slot, length);
            return text(slot.beginning, bodyFrom(slot.beginning, slot.beginning.length), slot.beginning.length);
        }
        return slot.bytesReceived == length ? text(read, bodyFrom(read, length), length) : status;
    }

    private boolean hides(ConnectionSlot slot) {
        return !showsResponses || generator.hasSecret(slot.task);
    }

    private String text(byte[] bytes, int from, int to) {
        return hide(new String(bytes, from, Math.min(to - from, MOST_BYTES), UTF_8));
    }

    private String hide(String text) {
        return QUERY_VALUE.matcher(USER_INFO.matcher(generator.hide(text)).replaceAll("://***@")).replaceAll("$1***");
    }

    /// The index at which the body begins, if the bytes contain the complete header section and more; otherwise 0.
    private static int bodyFrom(byte[] bytes, int length) {
        for (int at = 3; at < length; at++) {
            if (bytes[at] == '\n' && bytes[at - 1] == '\r' && bytes[at - 2] == '\n') {
                return at + 1 < length ? at + 1 : 0;
            }
        }
        return 0;
    }
}
