/// The platform for one machine: models and workers are child processes, and tests run one after the other.
/// In: manifests, and a directory for reports and logs.
/// Out: processes, report files, an exit status, and calls of a listener that shows progress.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.local;
