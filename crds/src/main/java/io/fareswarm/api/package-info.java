/// The two resources of the API group `fareswarm.io`, as records.
///
/// A record holds what a manifest says and nothing else. Defaults and bounds are annotations, which become the CRD's
/// schema, and only the schema applies them. A component that is not `@Nullable` is required unless it has a default, so
/// it is present in every manifest that passed validation. Doc comments become the schema's descriptions.
@org.jspecify.annotations.NullMarked
package io.fareswarm.api;
