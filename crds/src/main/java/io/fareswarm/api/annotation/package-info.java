/// Annotations for the records in [io.fareswarm.api] that fabric8's CRD generator does not provide. In: nothing of
/// fareswarm. Out: the records declare them, and [io.fareswarm.crdgen] writes them to the schema.
@org.jspecify.annotations.NullMarked
package io.fareswarm.api.annotation;
