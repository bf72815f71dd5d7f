package io.fareswarm.operator.kubernetes.models;

import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import org.junit.jupiter.api.Test;

import io.fareswarm.api.FareModel;
import io.fareswarm.operator.kubernetes.Cluster;
import io.fareswarm.operator.kubernetes.FailedCreates;
import io.fareswarm.operator.kubernetes.Labels;

import static org.assertj.core.api.Assertions.assertThat;

class CachedModelObjectsTest {
    private static final FareModel MODEL = model();

    private static FareModel model() {
        FareModel model = new FareModel();
        model.setMetadata(new ObjectMetaBuilder().withName("taxi").withNamespace("fares").withUid("uid-1").build());
        return model;
    }

    private static DeploymentStatusBuilder stuck() {
        return new DeploymentStatusBuilder().addNewCondition().withType("Progressing").withStatus("False")
                .withMessage("timed out progressing").endCondition();
    }

    private static CachedModelObjects objects(DeploymentStatusBuilder status, Pod... pods) {
        return new CachedModelObjects(MODEL,
                List.of(new DeploymentBuilder().withNewMetadata().withName("taxi")
                        .withOwnerReferences(Cluster.owner(MODEL)).endMetadata().withStatus(status.build()).build()),
                List.of(pods), new FailedCreates(List.of()));
    }

    private static Pod unpulled() {
        return new PodBuilder().withNewMetadata().withLabels(Map.of(Labels.NAME, Labels.MODEL_SERVER)).endMetadata()
                .withNewStatus().addNewContainerStatus().withNewState().withNewWaiting("not found", "ErrImagePull")
                .endState().endContainerStatus().endStatus().build();
    }

    @Test
    void aDeploymentWhosePodsAreRejectedSaysWhy() {
        DeploymentStatusBuilder status = stuck().addNewCondition().withType("ReplicaFailure").withStatus("True")
                .withMessage("exceeded quota: few").endCondition();
        assertThat(objects(status, unpulled()).servingProblem("taxi")).hasValue("exceeded quota: few");
    }

    @Test
    void theProblemOfAPodOutranksThatTheDeploymentMakesNoProgress() {
        assertThat(objects(stuck(), unpulled()).servingProblem("taxi")).hasValue("ErrImagePull: not found");
        assertThat(objects(stuck()).servingProblem("taxi")).hasValue("timed out progressing");
        assertThat(objects(new DeploymentStatusBuilder()).servingProblem("taxi")).isEmpty();
    }
}
