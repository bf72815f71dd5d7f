/// Scenarios of the page in a browser on a real cluster. `e2e/run` runs them with the others.
@org.jspecify.annotations.NullMarked
package io.fareswarm.e2e.page;
