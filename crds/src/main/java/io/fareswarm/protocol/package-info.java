/// The worker protocol between operator and worker: JSON records over HTTP.
@org.jspecify.annotations.NullMarked
package io.fareswarm.protocol;
