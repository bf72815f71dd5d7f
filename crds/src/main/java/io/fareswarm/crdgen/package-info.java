/// Writes the CRDs from the records, at build time only: fabric8's generator reads its annotations, and what those cannot
/// say is added from the records themselves.
@org.jspecify.annotations.NullMarked
package io.fareswarm.crdgen;
