package io.fareswarm.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

import io.fareswarm.api.TrainedModel;
import io.fareswarm.model.train.TrainingResult;

/// Summary of a training, one line for each figure.
final class TrainingSummary {
    private TrainingSummary() {}

    /// @param out path of the model file
    static String of(TrainingRun.Trained trained, Path out) {
        StringJoiner to = new StringJoiner("\n");
        TrainedModel model = trained.model();
        List<Double> weights = model.weights();
        line(to, "weights", weights.get(0) + " dollars per degree of longitude");
        line(to, "", weights.get(1) + " dollars per degree of latitude");
        line(to, "", weights.get(2) + " dollars per ride");
        TrainedModel.Rows rows = model.rows();
        if (rows != null) {
            line(to, "rows read", count(rows.read()));
            line(to, "rows used", count(rows.used()));
            rows.dropped().forEach((reason, count) -> line(to, "dropped", count(count) + " " + reason));
            line(to, "RMSE", model.rmse() + " dollars");
            line(to, "MAE", model.mae() + " dollars");
            line(to, "R2", r2(model.r2()));
        }
        TrainingResult.HeldOut heldOut = trained.provenance() == null ? null : trained.provenance().heldOut();
        if (heldOut != null) {
            line(to, "held out", count(heldOut.rows()) + " rows, not used in the fit");
            line(to, "RMSE there", heldOut.rmse() + " dollars");
            line(to, "MAE there", heldOut.mae() + " dollars");
            line(to, "R2 there", r2(heldOut.r2()));
        }
        line(to, "digest", model.digest());
        line(to, "written to", String.valueOf(out));
        return to.toString();
    }

    private static String r2(@Nullable Double value) {
        return value == null ? "none, as all fares are equal" : value.toString();
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static void line(StringJoiner to, String name, String value) {
        to.add(name + " ".repeat(Math.max(12 - name.length(), 1)) + value);
    }
}
