/// LoadTests on a cluster: an Indexed Job of workers for each run, which the operator talks to over HTTP.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.kubernetes.runs;
