/// The worker protocol between operator and worker: JSON records over HTTP. In: loads, tasks and TLS settings of
/// [io.fareswarm.api]. Out: slices, orders, statuses and reports. Both sides use these records and no others.
@org.jspecify.annotations.NullMarked
package io.fareswarm.protocol;
