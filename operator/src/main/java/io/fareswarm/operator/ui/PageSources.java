package io.fareswarm.operator.ui;

/// The source of each viewer. Thread-safe.
@FunctionalInterface
public interface PageSources {
    /// The source that acts with a viewer's rights. A page calls this at least every ten seconds while it is open.
    ///
    /// @param token bearer token of the request; empty for none
    /// @throws PageError 401 when a token is needed or rejected, 403 when its user may see nothing
    PageSource of(String token) throws InterruptedException;
}
