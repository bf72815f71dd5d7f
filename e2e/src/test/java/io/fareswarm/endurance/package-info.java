/// Many runs on a real cluster while faults strike it; `e2e/run --endurance` starts it. In: the cluster and the shared release
/// of [io.fareswarm.e2e]. Out: for each finished run, whether its counts are those of its target or say what is unknown.
@org.jspecify.annotations.NullMarked
package io.fareswarm.endurance;
