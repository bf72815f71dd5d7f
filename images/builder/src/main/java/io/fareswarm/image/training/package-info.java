/// What each program does while its start is recorded for the AOT cache.
@org.jspecify.annotations.NullMarked
package io.fareswarm.image.training;
