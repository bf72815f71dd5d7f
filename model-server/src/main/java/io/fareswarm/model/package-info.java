/// The model server's command line. In: arguments, a file of rides for `train`, and `model.json` for `serve`. Out: `model.json`
/// from `train`, a running server from `serve`, and an exit status.
@org.jspecify.annotations.NullMarked
package io.fareswarm.model;
