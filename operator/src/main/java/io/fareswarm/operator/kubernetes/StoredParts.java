package io.fareswarm.operator.kubernetes;

import java.util.Map;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;

/// The parts of objects that the informers store. Each method removes from an object what the operator never reads.
public final class StoredParts {
    private static final String JOB_CONTROLLER = "batch.kubernetes.io/";

    private StoredParts() {}

    /// All but the metadata that only clients and the API server use.
    public static void ofResource(HasMetadata object) {
        ObjectMeta metadata = object.getMetadata();
        metadata.setManagedFields(null);
        Map<String, String> annotations = metadata.getAnnotations();
        if (annotations != null) {
            annotations.keySet().removeIf(name -> !name.startsWith(JOB_CONTROLLER));
        }
    }

    /// The status and the annotations of the Job's controller.
    public static void ofPod(Pod pod) {
        ofResource(pod);
        pod.setSpec(null);
    }

    /// All but the pods' template.
    public static void ofJob(Job job) {
        ofResource(job);
        if (job.getSpec() != null) {
            job.getSpec().setTemplate(null);
        }
    }

    /// The metadata; a report has up to 900 KiB.
    public static void ofReport(ConfigMap report) {
        ofResource(report);
        report.setData(null);
        report.setBinaryData(null);
    }

    /// All of an object that is compared with a wanted one, for which the managed fields are necessary.
    public static void ofComparedObject(HasMetadata object) {
        // Nothing is removed.
    }
}
