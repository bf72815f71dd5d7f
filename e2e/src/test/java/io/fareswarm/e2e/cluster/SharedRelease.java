package io.fareswarm.e2e.cluster;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// JUnit extension that installs the shared release before the first scenario that needs it.
public final class SharedRelease implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        Release.shared();
    }
}
