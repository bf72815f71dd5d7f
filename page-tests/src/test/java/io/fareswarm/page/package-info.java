/// Tests of the page in a browser, with real processes behind it.
@org.jspecify.annotations.NullMarked
package io.fareswarm.page;
