package io.fareswarm.e2e.cluster;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Installs the release that most scenarios share before the first of them.
public final class SharedRelease implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        Release.shared();
    }
}
