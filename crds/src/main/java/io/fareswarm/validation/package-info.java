/// Reads manifests as a cluster would: the CRDs themselves, generated from the records, are what decides about unknown
/// fields, defaults, types, bounds and CEL rules, so a run on one machine refuses what a cluster would refuse.
///
/// Who uses this package has `dev.cel:cel` and fabric8's `kubernetes-client-api` (with it `snakeyaml-engine`) on the class
/// path; the rest of the module does without.
@org.jspecify.annotations.NullMarked
package io.fareswarm.validation;
