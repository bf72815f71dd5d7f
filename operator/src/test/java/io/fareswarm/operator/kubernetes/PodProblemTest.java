package io.fareswarm.operator.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PodProblemTest {
    private static Pod waiting(String reason, String message) {
        return new PodBuilder().withNewStatus().withPhase("Pending").addNewContainerStatus().withNewState()
                .withNewWaiting(message, reason).endState().endContainerStatus().endStatus().build();
    }

    private static Pod ended(int status, String reason) {
        return new PodBuilder().withNewStatus().withPhase("Failed").addNewContainerStatus().withNewState()
                .withNewTerminated().withExitCode(status).withReason(reason).endTerminated().endState()
                .endContainerStatus().endStatus().build();
    }

    @Test
    void anImageThatCannotBePulledIsAProblem() {
        assertThat(PodProblem.of(waiting("ErrImagePull", "not found"))).contains("ErrImagePull: not found");
    }

    @Test
    void anInjectedInitContainerThatCannotStartIsAProblem() {
        Pod pod = new PodBuilder(waiting("PodInitializing", "")).editStatus().addNewInitContainerStatus().withNewState()
                .withNewWaiting("secret not found", "CreateContainerConfigError").endState().endInitContainerStatus()
                .endStatus().build();
        assertThat(PodProblem.of(pod)).contains("CreateContainerConfigError: secret not found");
    }

    @Test
    void aContainerThatIsBeingCreatedIsNoProblem() {
        assertThat(PodProblem.of(waiting("ContainerCreating", ""))).isEmpty();
    }

    @Test
    void aPodThatFitsOnNoNodeIsAProblem() {
        Pod pod = new PodBuilder().withNewStatus().addNewCondition().withType("PodScheduled").withStatus("False")
                .withReason("Unschedulable").withMessage("0/1 nodes are available").endCondition().endStatus().build();
        assertThat(PodProblem.of(pod)).contains("Unschedulable: 0/1 nodes are available");
    }

    @Test
    void theEndOfAPodHasItsExitStatusAndAReasonUnlessTheReasonIsError() {
        assertThat(PodProblem.ended(ended(137, "OOMKilled"))).isEqualTo("exited with status 137 (OOMKilled)");
        assertThat(PodProblem.ended(ended(1, "Error"))).isEqualTo("exited with status 1");
        assertThat(PodProblem.ended(waiting("ErrImagePull", "not found"))).isNull();
    }

    private static Pod deleted(long grace) {
        return new PodBuilder().withNewMetadata().withDeletionTimestamp("2026-01-01T10:00:00Z")
                .withDeletionGracePeriodSeconds(grace).endMetadata().withNewStatus().withPhase("Running").endStatus()
                .build();
    }

    @Test
    void aForceDeletedPodHasEndedAndATerminatingPodHasNot() {
        assertThat(PodProblem.ended(deleted(0))).isEqualTo("its pod was deleted");
        assertThat(PodProblem.ended(deleted(30))).isNull();
    }
}
