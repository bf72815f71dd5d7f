package io.fareswarm.model.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;

/// The documentation pages: an OpenAPI description in FastAPI's format that also contains our own paths, and an HTML
/// page that shows it and sends requests. The page loads nothing from other servers.
final class DocPages {
    static final Response OPENAPI = page("openapi.json", "application/json");
    static final Response DOCS = page("docs.html", "text/html; charset=utf-8");

    private DocPages() {}

    /// The OpenAPI description for clients that see the server under a prefix. As in FastAPI, it has the prefix as a server.
    static Response openApi(String rootPath) {
        return rootPath.isEmpty()
                ? OPENAPI
                : new Response(200, new String(OPENAPI.body(), StandardCharsets.UTF_8).replaceFirst("\"paths\": ",
                        "\"servers\": [{\"url\": \"%s\"}],\n  $0".formatted(rootPath)).getBytes(StandardCharsets.UTF_8),
                        OPENAPI.headers());
    }

    private static Response page(String name, String contentType) {
        try (InputStream in = Objects.requireNonNull(DocPages.class.getResourceAsStream(name), name)) {
            return new Response(200, in.readAllBytes(),
                    List.of(HeaderValues.create(HeaderNames.CONTENT_TYPE, contentType)));
        } catch (IOException e) {
            throw new UncheckedIOException("our own jar cannot be read", e);
        }
    }
}
