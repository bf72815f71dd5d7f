package io.fareswarm.operator.cli;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.fareswarm.operator.local.BadInput;

/// A URL as people type it on a command line. Its path and query stay as typed, braces included; only characters that HTTP
/// cannot have there, such as spaces and letters that are not ASCII, are percent-encoded.
///
/// @param base scheme, host and port
/// @param path path, which begins with a slash
/// @param query query with its question mark; empty without one
record SwarmUrl(String base, String path, String query) {
    private static final Pattern FORM = Pattern.compile("(https?://[^/?#@]+)(/[^?#]*)?([?][^#]*)?");
    /// Maximum length of a task's name, characters.
    private static final int NAME = 64;

    /// @throws BadInput if the text is no http or https URL, or has user info or a fragment
    static SwarmUrl parse(String text) throws BadInput {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new BadInput(
                    "URL: expected http:// or https://HOST[:PORT][/PATH][?QUERY] without user info and fragment, found "
                            + text);
        }
        return new SwarmUrl(parts.group(1), parts.group(2) == null ? "/" : encoded(parts.group(2)),
                parts.group(3) == null ? "" : encoded(parts.group(3)));
    }

    /// Name of the task that gets the URL: its path, cut with an ellipsis if it is too long for a name.
    String taskName() {
        String name = "GET " + path;
        return name.length() <= NAME ? name : name.substring(0, NAME - 1) + "…";
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b < 127) {
                encoded.append((char) b);
            } else {
                encoded.append("%%%02X".formatted(b & 0xff));
            }
        }
        return encoded.toString();
    }
}
