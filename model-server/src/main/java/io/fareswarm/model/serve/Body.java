package io.fareswarm.model.serve;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A request's body.
///
/// @param bytes with [PlainRide#SLACK] zeros after the body
/// @param length of the body
/// @param contentType the header as it came, empty when it did not
@SuppressWarnings("ArrayRecordComponent") // read at once and never compared
record Body(byte[] bytes, int length, String contentType) {

    private static final Verdict.Refused UNREADABLE = new Verdict.Refused(400,
            "{\"detail\":\"There was an error parsing the body\"}");

    /// Judges the body: in the fast way when it is plain, else in the way that finds all errors.
    Verdict judge() {
        boolean json = isJson(contentType);
        if (json) {
            Coordinates ride = PlainRide.read(bytes, length);
            if (ride != null) {
                return new Verdict.Accepted(ride);
            }
        }
        if (length == 0) {
            return RideValidation.single("missing", "", "Field required", new Json.Null());
        }
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
        } catch (CharacterCodingException e) {
            return UNREADABLE;
        }
        return json
                ? judge(text.startsWith("\ufeff") ? text.substring(1) : text)
                : RideValidation.notAnObject(new Json.Text(text));
    }

    private static Verdict judge(String text) {
        try {
            return RideValidation.of(JsonReader.read(text));
        } catch (JsonReader.Broken e) {
            return new Verdict.Refused(422,
                    "{\"detail\":[{\"type\":\"json_invalid\",\"loc\":[\"body\",%d],\"msg\":\"JSON decode error\",\"input\":{},\"ctx\":{\"error\":\"%s\"}}]}"
                            .formatted(e.offset(), e.reason().replace("\\", "\\\\")));
        } catch (JsonReader.Excessive e) {
            return UNREADABLE;
        }
    }

    private static boolean isJson(String contentType) {
        if (contentType.equals("application/json")) {
            return true;
        }
        int end = contentType.indexOf(';');
        String type = (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || (type.startsWith("application/") && type.endsWith("+json"));
    }
}
