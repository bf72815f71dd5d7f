/// What a record says of its schema beyond the annotations of fabric8's CRD generator.
@org.jspecify.annotations.NullMarked
package io.fareswarm.api.annotation;
