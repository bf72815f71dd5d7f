package io.fareswarm.modelfile;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import io.fareswarm.api.TrainingFacts;

/// The JSON form of [TrainingFacts]: the same fields, except for the picture's levels.
///
/// The levels are packed, because a termination message is small: the digit 1 and all digits of the levels form one
/// integer, whose big-endian bytes are written in base64. 1,600 digits take 888 characters.
final class FactsDocument {
    private static final String FACTS = "facts";
    private static final int MAX_PACKED = 888;

    private FactsDocument() {}

    static void add(ObjectNode document, TrainingFacts facts) {
        ObjectNode node = document.putObject(FACTS);
        TrainingFacts.Picture picture = facts.picture();
        node.putObject("picture").put("west", picture.west()).put("south", picture.south())
                .put("east", picture.east()).put("north", picture.north()).put("columns", picture.columns())
                .put("packedLevels", pack(picture.levels()));
        ObjectNode fares = node.putObject("fares").put("widthKm", facts.fares().widthKm());
        ArrayNode means = fares.putArray("mean");
        facts.fares().mean().forEach(means::add);
        addCounts(fares, facts.fares().count());
        TrainingFacts.Residuals residuals = facts.residuals();
        addCounts(node.putObject("residuals").put("from", residuals.from()).put("width", residuals.width()),
                residuals.count());
    }

    private static void addCounts(ObjectNode node, List<Long> counts) {
        ArrayNode array = node.putArray("count");
        counts.forEach(array::add);
    }

    /// Reads the facts; null if the document has none.
    ///
    /// @throws IOException if a field is absent, has the wrong type or exceeds its bound
    static @Nullable TrainingFacts read(JsonNode document) throws IOException {
        JsonNode node = document.path(FACTS);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        return new TrainingFacts(picture(node.path("picture")), fares(node.path("fares")),
                residuals(node.path("residuals")));
    }

    private static TrainingFacts.Picture picture(JsonNode node) throws IOException {
        String levels = unpack(node.path("packedLevels").asText());
        JsonNode columns = node.path("columns");
        if (!columns.isInt() || columns.intValue() < 1 || levels.length() % columns.intValue() != 0) {
            throw problem("columns: no number of columns that divides the number of levels");
        }
        return new TrainingFacts.Picture(number(node, "west"), number(node, "south"), number(node, "east"),
                number(node, "north"), columns.intValue(), levels);
    }

    private static TrainingFacts.Fares fares(JsonNode node) throws IOException {
        List<Double> means = new ArrayList<>();
        for (JsonNode mean : node.path("mean")) {
            means.add(finite(mean, "mean"));
        }
        List<Long> counts = counts(node);
        if (means.size() != counts.size()) {
            throw problem("fares: %d means and %d counts".formatted(means.size(), counts.size()));
        }
        return new TrainingFacts.Fares(number(node, "widthKm"), means, counts);
    }

    private static TrainingFacts.Residuals residuals(JsonNode node) throws IOException {
        return new TrainingFacts.Residuals(number(node, "from"), number(node, "width"), counts(node));
    }

    private static List<Long> counts(JsonNode node) throws IOException {
        List<Long> counts = new ArrayList<>();
        for (JsonNode count : node.path("count")) {
            long rides = ModelDocument.count(count);
            if (rides < 0) {
                throw problem("count: expected no negative count, found " + rides);
            }
            counts.add(rides);
        }
        if (counts.isEmpty() || counts.size() > TrainingFacts.MAX_BINS) {
            throw problem("count: expected 1 to %d counts, found %d".formatted(TrainingFacts.MAX_BINS, counts.size()));
        }
        return counts;
    }

    private static double number(JsonNode node, String name) throws IOException {
        return finite(node.path(name), name);
    }

    private static double finite(JsonNode value, String name) throws IOException {
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw problem(name + ": no finite number");
        }
        return value.doubleValue();
    }

    private static String pack(String levels) {
        return Base64.getEncoder().encodeToString(new BigInteger("1" + levels).toByteArray());
    }

    private static String unpack(String packed) throws IOException {
        String digits = "";
        if (!packed.isEmpty() && packed.length() <= MAX_PACKED) {
            try {
                digits = new BigInteger(Base64.getDecoder().decode(packed)).toString();
            } catch (IllegalArgumentException e) {
                throw problem("packedLevels: no base64");
            }
        }
        if (!digits.startsWith("1") || digits.length() - 1 > TrainingFacts.MAX_CELLS) {
            throw problem("packedLevels: no packed digits");
        }
        return digits.substring(1);
    }

    private static IOException problem(String found) {
        return ModelDocument.notAModel(FACTS + ": " + found);
    }
}
