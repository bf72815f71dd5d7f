package io.fareswarm.model;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonGenerator;
import org.jspecify.annotations.Nullable;

import io.fareswarm.model.train.Filters;
import io.fareswarm.model.train.Fit;
import io.fareswarm.model.train.Holdout;

/// Where a fitted model comes from: what stands in its file beside the model.
///
/// @param sha256 of the file of rides as it was given, in hex; null for rides that were drawn
/// @param holdout what was kept from the fit
/// @param heldOut how the model does on that; null when nothing was kept
record Provenance(@Nullable String sha256, Holdout holdout, Fit.@Nullable HeldOut heldOut) {
    /// Writes it into an object that was begun.
    void write(JsonGenerator json) throws IOException {
        if (sha256 != null) {
            json.writeObjectFieldStart("data");
            json.writeStringField("sha256", sha256);
            json.writeEndObject();
        }
        json.writeObjectFieldStart("filters");
        for (var filter : Filters.DESCRIBED.entrySet()) {
            json.writeStringField(filter.getKey(), filter.getValue());
        }
        json.writeEndObject();
        if (heldOut != null) {
            json.writeObjectFieldStart("heldOut");
            json.writeNumberField("share", holdout.share());
            json.writeNumberField("seed", holdout.seed());
            json.writeNumberField("rows", heldOut.rows());
            json.writeNumberField("rmse", heldOut.rmse());
            json.writeNumberField("mae", heldOut.mae());
            if (heldOut.r2() != null) {
                json.writeNumberField("r2", heldOut.r2());
            }
            json.writeEndObject();
        }
    }
}
