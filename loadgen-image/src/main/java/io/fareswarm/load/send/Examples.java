package io.fareswarm.load.send;

import java.util.regex.Pattern;

import io.fareswarm.api.worker.ErrorReport;
import io.fareswarm.load.traffic.Request;
import io.fareswarm.load.traffic.Traffic;

import static java.nio.charset.StandardCharsets.UTF_8;

/// What a failed request looked like, for people: its line, and how its answer began. Bounded; without secrets, control
/// characters, and what URLs hold of passwords and of the values of queries.
final class Examples {
    /// Looked at, before secrets are hidden and the rest is cut.
    private static final int MOST_BYTES = 2048;

    // What URLs tell of those who ask: a password, and values that are often keys and tokens.
    private static final Pattern USER_INFO = Pattern.compile("://[^/@\\s\"']{1,256}@");
    private static final Pattern QUERY_VALUE = Pattern.compile("([?&][^?&=\\s\"']{1,64}=)[^&#\\s\"']+");

    private final Traffic traffic;
    private final Request request;

    Examples(Traffic traffic) {
        this.traffic = traffic;
        request = traffic.newRequest();
    }

    /// @param read what was read last of the answer
    /// @param length of it; 0 when there was no answer
    String of(Slot slot, byte[] read, int length) {
        traffic.draw(slot.source, slot.number, request);
        String text = withoutSecrets(request.line());
        if (length > 0) {
            int from = body(read, length);
            String answer = new String(read, from, Math.min(length - from, MOST_BYTES), UTF_8);
            text += ": " + (slot.answer.isGzip() ? "(packed)" : withoutSecrets(answer));
        }
        String shown = text.replaceAll("[\\p{Cntrl}\ufffd]+", " ").strip();
        return shown.length() > ErrorReport.MAX_EXAMPLE ? shown.substring(0, ErrorReport.MAX_EXAMPLE) : shown;
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
