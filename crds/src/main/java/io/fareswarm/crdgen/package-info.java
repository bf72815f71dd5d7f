/// Generates the CRDs at build time with fabric8's CRD generator, and compares them with the committed files.
/// In: the resources of [io.fareswarm.api] with their annotations, and the sources of their doc comments.
/// Out: the two YAML files in `helm/fareswarm/files/crds`, which the build copies to the class path.
@org.jspecify.annotations.NullMarked
package io.fareswarm.crdgen;
