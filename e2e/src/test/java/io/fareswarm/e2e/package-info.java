/// What a user of a real cluster sees: each test is a scenario in a namespace of its own, told by kubectl and helm.
@org.jspecify.annotations.NullMarked
package io.fareswarm.e2e;
