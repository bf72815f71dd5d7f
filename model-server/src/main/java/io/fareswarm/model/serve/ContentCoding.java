package io.fareswarm.model.serve;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

import io.fareswarm.message.FailureCause;

/// Decoder of request bodies in gzip or deflate. A body that is too large is not decoded to its end.
final class ContentCoding {
    private static final int PIECE = 8 << 10;
    /// Maximum number of members of a gzip. A member takes 20 bytes, and as much time as some kilobytes.
    private static final int MAX_MEMBERS = 100;
    /// Bytes behind each member of a gzip: the checksum and the size.
    private static final int TRAILER = 8;
    private static final int ZLIB_CHECK = 31;
    private static final int DEFLATE = 8;

    private final byte[] body;
    private final int maxBytes;
    private final ByteArrayOutputStream decoded = new ByteArrayOutputStream();
    private final CRC32 checksum = new CRC32();
    private final byte[] piece = new byte[PIECE];

    private ContentCoding(byte[] body, int maxBytes) {
        this.body = body;
        this.maxBytes = maxBytes;
    }

    /// The decoded body.
    ///
    /// @param coding value of the header `Content-Encoding`
    /// @param maxBytes maximum size of the decoded body
    /// @throws InferenceError 415 for another coding, 413 for a too large body, 400 for a broken body
    static byte[] decode(byte[] body, String coding, int maxBytes) throws InferenceError {
        ContentCoding decoder = new ContentCoding(body, maxBytes);
        try {
            switch (coding.strip().toLowerCase(Locale.ROOT)) {
                case "", "identity" -> {
                    return body;
                }
                case "gzip", "x-gzip" -> decoder.gzip();
                case "deflate" -> decoder.deflate();
                default -> throw new InferenceError(415,
                        "expected the Content-Encoding gzip, deflate or none, found " + InferenceError.cut(coding));
            }
        } catch (IOException | DataFormatException e) {
            throw new InferenceError("expected a body in %s, as its Content-Encoding says, found a broken one: %s"
                    .formatted(InferenceError.cut(coding), FailureCause.of(e)));
        }
        return decoder.decoded.toByteArray();
    }

    /// Reads all members in a loop. [GZIPInputStream] reads the members of a file recursively, so many empty ones would
    /// overflow the stack; here it reads the headers only.
    private void gzip() throws IOException, DataFormatException, InferenceError {
        ByteArrayInputStream in = new ByteArrayInputStream(body);
        try (Inflater inflater = new Inflater(true)) {
            for (int members = 1; in.available() > 0; members++) {
                if (members > MAX_MEMBERS) {
                    throw new InferenceError("expected a gzip of at most %d members, found more; send it as one member"
                            .formatted(MAX_MEMBERS));
                }
                inflater.reset();
                member(in, inflater);
            }
        }
    }

    private void member(ByteArrayInputStream in, Inflater inflater)
            throws IOException, DataFormatException, InferenceError {
        new GZIPInputStream(in).close();
        int start = decoded.size();
        checksum.reset();
        in.skipNBytes(inflate(inflater, body.length - in.available()));
        byte[] trailer = in.readNBytes(TRAILER);
        if (trailer.length < TRAILER) {
            throw new EOFException();
        }
        ByteBuffer expected = ByteBuffer.wrap(trailer).order(ByteOrder.LITTLE_ENDIAN);
        if (expected.getInt() != (int) checksum.getValue() || expected.getInt() != decoded.size() - start) {
            throw new ZipException("its checksum or size is wrong");
        }
    }

    /// Reads deflate with a header of zlib, or without, as some clients send it.
    private void deflate() throws IOException, DataFormatException, InferenceError {
        boolean zlib = body.length > 1 && (body[0] & 0xf) == DEFLATE
                && ((body[0] & 0xff) << 8 | (body[1] & 0xff)) % ZLIB_CHECK == 0;
        try (Inflater inflater = new Inflater(!zlib)) {
            if (inflate(inflater, 0) < body.length) {
                throw new ZipException("bytes follow its end");
            }
        }
    }

    /// Decodes deflated data to its end. Returns its size in the body.
    private long inflate(Inflater inflater, int from) throws IOException, DataFormatException, InferenceError {
        inflater.setInput(body, from, body.length - from);
        while (!inflater.finished()) {
            int bytes = inflater.inflate(piece);
            if (bytes == 0 && !inflater.finished()) {
                throw new EOFException();
            }
            decoded.write(piece, 0, bytes);
            checksum.update(piece, 0, bytes);
            if (decoded.size() > maxBytes) {
                throw InferenceError.tooLarge(maxBytes);
            }
        }
        return inflater.getBytesRead();
    }
}
