package io.fareswarm.faults;

import java.util.function.BooleanSupplier;

import com.fasterxml.jackson.databind.JsonNode;

import io.fareswarm.e2e.cluster.Kubectl;
import io.fareswarm.reconcile.OperatorProcess;
import io.fareswarm.reconcile.TestNamespace;

import static org.assertj.core.api.Assertions.assertThat;

/// One resource from its creation to its deletion, in the view of its user.
///
/// @param name name of the resource, which no other life has
/// @param target server that a LoadTest sends its requests to
record Life(Lane lane, String name, CountingTarget target) {
    TestNamespace space() {
        return lane.space();
    }

    /// The objects and events of this life.
    WorldState state() {
        return WorldState.read(space().name(), name, target.requests(name));
    }

    /// Deletes a resource.
    ///
    /// @param kind such as `LoadTest`
    void delete(String kind) {
        OperatorProcess.ADMIN.genericKubernetesResources("fareswarm.io/v1beta1", kind).inNamespace(space().name())
                .withName(name).delete();
    }

    boolean hasReason(JsonNode resource, String condition, String reason) {
        return Kubectl.condition(resource, condition).path("reason").asText().equals(reason);
    }

    /// Waits for a state that the user waits for.
    void await(BooleanSupplier holds) {
        TestNamespace.holds(() -> {
            lane.keepRunning();
            assertThat(holds.getAsBoolean()).as(state().text()).isTrue();
        });
    }
}
