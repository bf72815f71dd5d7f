/// FareModels on a cluster: a training Job, and a Deployment behind a Service.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.kubernetes.models;
