/// The two resources of the API group `fareswarm.io` as records: specs, statuses and the values in them.
/// In: annotations of Jackson, JSpecify and fabric8's CRD generator, and fabric8's client for `FareModel` and `LoadTest`.
/// Out: every module uses these records; they use no other package of fareswarm.
///
/// Annotations hold defaults and bounds, and doc comments hold descriptions; [io.fareswarm.crdgen] writes both to the CRD.
/// A component is required unless it is `@Nullable` or has a default.
@org.jspecify.annotations.NullMarked
package io.fareswarm.api;
