package io.fareswarm.load.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Encoding of a drawn value, so that the value cannot change the syntax around it.
enum ValueEncoding {
    /// Unchanged, in UTF-8.
    PLAIN {
        @Override
        void write(String value, ByteOutput into) {
            into.write(value.getBytes(UTF_8));
        }
    },
    /// Escaped as inside a JSON string. A number needs no escape.
    JSON {
        @Override
        void write(String value, ByteOutput into) {
            for (byte b : value.getBytes(UTF_8)) {
                if (b == '"' || b == '\\') {
                    into.write('\\');
                    into.write(b);
                } else if (b >= 0 && b < ' ') {
                    into.write(new byte[]{'\\', 'u', '0', '0', (byte) HEX.charAt(b >> 4), (byte) HEX.charAt(b & 15)});
                } else {
                    into.write(b);
                }
            }
        }
    },
    /// Percent-encoded, except RFC 3986's unreserved characters.
    PERCENT {
        @Override
        void write(String value, ByteOutput into) {
            for (byte b : value.getBytes(UTF_8)) {
                if ((b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z')
                        || "-._~".indexOf(b) >= 0) {
                    into.write(b);
                } else {
                    into.write('%');
                    into.write(HEX.charAt((b >> 4) & 15));
                    into.write(HEX.charAt(b & 15));
                }
            }
        }
    },
    /// In UTF-8, with a space for each control character, so that no value can end its header line.
    HEADER {
        @Override
        void write(String value, ByteOutput into) {
            for (byte b : value.getBytes(UTF_8)) {
                into.write((b >= 0 && b < ' ') || b == 127 ? ' ' : b);
            }
        }
    };

    private static final String HEX = "0123456789ABCDEF";

    abstract void write(String value, ByteOutput into);
}
