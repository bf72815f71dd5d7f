/// The form of `model.json`. In: a trained model, or JSON. Out: the same as JSON, or a checked model. Uses `api` and
/// `digest`.
@org.jspecify.annotations.NullMarked
package io.fareswarm.modelfile;
