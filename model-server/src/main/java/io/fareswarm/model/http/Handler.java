package io.fareswarm.model.http;

/// Answers requests. Several threads call it, each for many connections, so it must not wait for anything.
public interface Handler {
    /// The answer to a request that came whole.
    Answer answer(Request request);

    /// Told of an answer that the server gave by itself: to broken HTTP, or beyond a limit.
    ///
    /// @param method of the request, empty when its head did not come whole, as is then its path
    void refused(String method, String path, int status);
}
