/// The command line without what it needs.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.local;
