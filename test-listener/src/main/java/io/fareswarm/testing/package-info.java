/// Listener of test runs, for the modules in which a test can be skipped. In: the results of tests, from the JUnit
/// platform. Out: a line of text for each skipped test.
@org.jspecify.annotations.NullMarked
package io.fareswarm.testing;
