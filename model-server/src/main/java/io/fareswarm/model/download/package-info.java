/// Downloads of files with a known SHA-256. In: an address and a digest. Out: a temporary file with that digest.
@org.jspecify.annotations.NullMarked
package io.fareswarm.model.download;
