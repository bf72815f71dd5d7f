/// The two resources of the API group `fareswarm.io`, as records.
///
/// A record holds what a manifest says and nothing else. Defaults and bounds are annotations, which become the CRD's
/// schema, and only the schema applies them: a component that is not `@Nullable` has a default or is required, so it is
/// present in every manifest that passed validation.
@org.jspecify.annotations.NullMarked
package io.fareswarm.api;
