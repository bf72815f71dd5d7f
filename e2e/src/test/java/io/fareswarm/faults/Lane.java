package io.fareswarm.faults;

import java.util.Map;

import io.fareswarm.reconcile.OperatorProcess;
import io.fareswarm.reconcile.SimulatedControllers;
import io.fareswarm.reconcile.TestNamespace;

import static org.assertj.core.api.Assertions.assertThat;

/// One namespace with an operator of its own, which reaches the API server only through a proxy. Lanes do not disturb each
/// other, so a fault strikes one life only. Thread-safe.
final class Lane implements AutoCloseable {
    private final String name;
    private final TestNamespace space;
    private final ApiProxy proxy;
    private final SimulatedControllers controllers;
    private OperatorProcess operator;

    Lane(int number) {
        name = "faults-" + number;
        space = TestNamespace.alone(name);
        proxy = new ApiProxy(OperatorProcess.ADMIN.getConfiguration(), this::crash);
        controllers = new SimulatedControllers(space);
        operator = started();
        awaitReady();
    }

    TestNamespace space() {
        return space;
    }

    FaultInjector faults() {
        return proxy.faults();
    }

    private OperatorProcess started() {
        return OperatorProcess.start(name, proxy.address(),
                Map.of("FARESWARM_NAMESPACES", name, "FARESWARM_LEADER_ELECTION", "true", "FARESWARM_LEASE", name,
                        "POD_NAMESPACE", "fareswarm", "POD_NAME", name));
    }

    private synchronized void crash() {
        operator.close();
        operator = started();
    }

    /// Starts the operator again if its process has ended by itself, like the kubelet.
    synchronized void keepRunning() {
        if (operator.hasEnded()) {
            crash();
        }
    }

    /// Waits until the operator's process has read its caches.
    void awaitReady() {
        TestNamespace.holds(() -> assertThat(operator().isReady()).isTrue());
    }

    private synchronized OperatorProcess operator() {
        return operator;
    }

    @Override
    public synchronized void close() {
        operator.close();
        controllers.close();
        proxy.close();
    }
}
