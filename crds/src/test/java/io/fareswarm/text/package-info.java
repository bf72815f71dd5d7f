@org.jspecify.annotations.NullMarked
package io.fareswarm.text;
