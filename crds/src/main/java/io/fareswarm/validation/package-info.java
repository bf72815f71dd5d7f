/// Reads manifests and validates them as an API server does: unknown fields, defaults, types, bounds and CEL rules of the CRDs.
/// In: YAML texts, and the CRDs as class-path resources. Needs `dev.cel:cel` and fabric8's `kubernetes-client-api`.
/// Out: the resources of [io.fareswarm.api], or a list of problems with their lines.
@org.jspecify.annotations.NullMarked
package io.fareswarm.validation;
