package io.fareswarm.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import io.fareswarm.model.train.DropReason;
import io.fareswarm.model.train.Holdout;
import io.fareswarm.model.train.TrainingResult;

/// Facts about the training of a fitted model, for `model.json`.
///
/// @param sha256 SHA-256 of the file of rides before decompression, in hex; null for synthetic rides
/// @param holdout choice of the rides that were held out from the fit
/// @param heldOut errors on the held-out rides; null if there were none
record Provenance(@Nullable String sha256, Holdout holdout, TrainingResult.@Nullable HeldOut heldOut) {
    void addTo(ObjectNode document) {
        if (sha256 != null) {
            document.putObject("data").put("sha256", sha256);
        }
        ObjectNode filters = document.putObject("filters");
        for (DropReason reason : DropReason.values()) {
            filters.put(reason.reason(), reason.requirement());
        }
        if (heldOut != null) {
            ObjectNode errors = document.putObject("heldOut").put("share", holdout.share()).put("seed", holdout.seed())
                    .put("rows", heldOut.rows()).put("rmse", heldOut.rmse()).put("mae", heldOut.mae());
            if (heldOut.r2() != null) {
                errors.put("r2", heldOut.r2());
            }
        }
    }
}
