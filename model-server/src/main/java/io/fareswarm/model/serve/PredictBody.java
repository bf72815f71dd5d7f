package io.fareswarm.model.serve;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.fareswarm.model.json.PythonJson;
import io.fareswarm.model.json.PythonSyntaxError;

/// Body of a prediction request.
///
/// @param contentType value of the header Content-Type; empty without the header
@SuppressWarnings("ArrayRecordComponent") // read at once and never compared
record PredictBody(byte[] bytes, String contentType) {

    private static final ValidationResult.Invalid UNREADABLE = new ValidationResult.Invalid(400,
            "{\"detail\":\"There was an error parsing the body\"}");

    /// Validates the body as FastAPI does.
    ValidationResult validate() {
        boolean json = isJson(contentType);
        Coordinates plain = json ? PlainRideReader.read(bytes) : null;
        if (plain != null) {
            return new ValidationResult.Accepted(plain);
        }
        if (bytes.length == 0) {
            return RideValidation.single("missing", "", "Field required", NullNode.getInstance());
        }
        try {
            return json
                    ? RideValidation.of(PythonJson.read(bytes))
                    : RideValidation.notAnObject(TextNode.valueOf(
                            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString()));
        } catch (PythonSyntaxError e) {
            return new ValidationResult.Invalid(422,
                    "{\"detail\":[{\"type\":\"json_invalid\",\"loc\":[\"body\",%d],\"msg\":\"JSON decode error\",\"input\":{},\"ctx\":{\"error\":\"%s\"}}]}"
                            .formatted(e.offset(), e.reason().replace("\\", "\\\\")));
        } catch (PythonJson.Unreadable | CharacterCodingException e) {
            return UNREADABLE;
        }
    }

    private static boolean isJson(String contentType) {
        if (contentType.equals("application/json")) {
            return true;
        }
        int end = contentType.indexOf(';');
        String type = (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        int slash = type.indexOf('/');
        String subtype = type.substring(slash + 1);
        return type.startsWith("application/") && subtype.indexOf('/') < 0
                && (subtype.equals("json") || subtype.endsWith("+json"));
    }
}
