/// Fetches a file from an address and believes it only when it is the file that was meant.
@org.jspecify.annotations.NullMarked
package io.fareswarm.model.download;
