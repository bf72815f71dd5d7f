package io.fareswarm.operator.result.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Template of `result.html`: `page.html` with placeholders `{{name}}`, and `page.css` as `{{style}}`.
final class HtmlPage {
    private static final Pattern PLACEHOLDER = Pattern.compile("[{][{](\\w+)}}");
    private static final String TEMPLATE = resource("page.html").replace("{{style}}", resource("page.css"));

    private HtmlPage() {}

    /// Fills in the template.
    ///
    /// @param values HTML by placeholder; placeholders inside a value are not replaced
    /// @throws NullPointerException with the name of a missing value
    static String of(Map<String, String> values) {
        return PLACEHOLDER.matcher(TEMPLATE).replaceAll(found -> Matcher
                .quoteReplacement(Objects.requireNonNull(values.get(found.group(1)), found.group(1))));
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(HtmlPage.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + " from the jar", e);
        }
    }
}
