package io.fareswarm.operator.result.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The frame of `result.html`: `page.html`, in which `{{name}}` stands for a value, with `page.css` as its `{{style}}`.
final class HtmlPage {
    private static final Pattern PLACEHOLDER = Pattern.compile("[{][{](\\w+)}}");
    private static final String FRAME = resource("page.html").replace("{{style}}", resource("page.css"));

    private HtmlPage() {}

    /// @param values by name, HTML already; a placeholder in a value stays as it is
    /// @throws NullPointerException when a value is missing, with its name
    static String of(Map<String, String> values) {
        return PLACEHOLDER.matcher(FRAME).replaceAll(found -> Matcher
                .quoteReplacement(Objects.requireNonNull(values.get(found.group(1)), found.group(1))));
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(HtmlPage.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("our own jar cannot be read", e);
        }
    }
}
