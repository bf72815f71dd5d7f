package io.fareswarm.model.serve;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.fareswarm.model.json.Json;
import io.fareswarm.model.json.JsonReader;
import io.fareswarm.model.json.JsonText;

/// A request's body.
///
/// @param bytes with [PlainRide#SLACK] zeros after the body
/// @param length of the body
/// @param contentType the header as it came, empty when it did not
@SuppressWarnings("ArrayRecordComponent") // read at once and never compared
record Body(byte[] bytes, int length, String contentType) {

    private static final Verdict.Refused UNREADABLE = new Verdict.Refused(400,
            "{\"detail\":\"There was an error parsing the body\"}");

    static Body of(byte[] body, String contentType) {
        return new Body(Arrays.copyOf(body, body.length + PlainRide.SLACK), body.length, contentType);
    }

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
        if (!json) {
            String text = plainText();
            return text == null ? UNREADABLE : RideValidation.notAnObject(new Json.Text(text));
        }
        String text = JsonText.decode(bytes, length);
        return text == null ? UNREADABLE : judge(text);
    }

    private @Nullable String plainText() {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
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
        int slash = type.indexOf('/');
        String subtype = type.substring(slash + 1);
        return type.startsWith("application/") && subtype.indexOf('/') < 0
                && (subtype.equals("json") || subtype.endsWith("+json"));
    }
}
