package io.fareswarm.model.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

import io.fareswarm.model.http.Answer;

/// What tells of the server: FastAPI's description of it with our own paths added, and a page that shows the description
/// and tries it out, and takes nothing from other servers.
final class Pages {
    static final Answer OPENAPI = page("openapi.json", Answer.JSON);
    static final Answer DOCS = page("docs.html", "text/html; charset=utf-8");

    private Pages() {}

    private static Answer page(String name, String contentType) {
        try (InputStream in = Objects.requireNonNull(Pages.class.getResourceAsStream(name), name)) {
            return new Answer(200, contentType, in.readAllBytes(), "");
        } catch (IOException e) {
            throw new UncheckedIOException("our own jar cannot be read", e);
        }
    }
}
