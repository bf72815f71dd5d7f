package io.fareswarm.model.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/// Diagnosis of a zip that the JDK cannot open. The JDK rejects the whole archive if one member is encrypted or compressed
/// with another method than deflate, and does not name the member.
///
/// It reads the archive's directory as in PKWARE's APPNOTE.TXT: the end record, at the end of the file, has the length of
/// the directory, which is before it.
final class ZipFault {
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
    private static final int ZIP64_LOCATOR_LENGTH = 20;
    private static final int ZIP64_END_SIGNATURE = 0x06064b50;
    private static final int MEMBER_SIGNATURE = 0x02014b50;
    private static final int MEMBER_LENGTH = 46;
    /// Maximum number of bytes of the directory to read: several thousand members.
    private static final int DIRECTORY_BYTES = 1 << 20;

    private static final int ENCRYPTED = 1;
    private static final int UTF_8_NAME = 1 << 11;
    private static final Map<Integer, String> METHODS = Map.ofEntries(Map.entry(1, "Shrink"), Map.entry(6, "Implode"),
            Map.entry(9, "Deflate64"), Map.entry(12, "bzip2"), Map.entry(14, "LZMA"), Map.entry(20, "Zstandard"),
            Map.entry(93, "Zstandard"), Map.entry(95, "xz"), Map.entry(98, "PPMd"));

    private ZipFault() {}

    /// The problem of an archive.
    ///
    /// @param reported what the JDK reported
    /// @throws IOException if the file cannot be read
    static InputProblem of(Path file, String reported) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer tail = read(channel, Math.max(0, channel.size() - END_LENGTH - LONGEST_COMMENT),
                    END_LENGTH + LONGEST_COMMENT);
            int end = tail.limit() - END_LENGTH;
            while (end >= 0 && tail.getInt(end) != END_SIGNATURE) {
                end--;
            }
            if (end < 0) {
                // The directory is at the end, so a zip without directory is cut off.
                return new InputProblem.Truncated("the zip's directory is missing");
            }
            InputProblem unreadable = unreadable(directory(channel, tail, end));
            return Objects.requireNonNullElseGet(unreadable, () -> new InputProblem.Damaged(reported));
        }
    }

    /// The beginning of the directory.
    ///
    /// @param tail the last bytes of the file
    /// @param end offset of the end record in `tail`
    private static ByteBuffer directory(SeekableByteChannel channel, ByteBuffer tail, int end) throws IOException {
        long length = tail.getInt(end + 12) & 0xffff_ffffL;
        long after = channel.size() - tail.limit() + end;
        int locator = end - ZIP64_LOCATOR_LENGTH;
        if (locator >= 0 && tail.getInt(locator) == ZIP64_LOCATOR_SIGNATURE) {
            long offset = tail.getLong(locator + 8);
            ByteBuffer zip64 = read(channel, offset, 56);
            if (zip64.limit() == 56 && zip64.getInt(0) == ZIP64_END_SIGNATURE) {
                length = zip64.getLong(40);
                after = offset;
            }
        }
        return read(channel, after - length, Math.clamp(length, 0, DIRECTORY_BYTES));
    }

    /// The first member that cannot be read; null if there is none.
    private static @Nullable InputProblem unreadable(ByteBuffer directory) {
        int at = 0;
        while (at + MEMBER_LENGTH <= directory.limit() && directory.getInt(at) == MEMBER_SIGNATURE) {
            int flags = directory.getShort(at + 8);
            int method = directory.getShort(at + 10) & 0xffff;
            int name = directory.getShort(at + 28) & 0xffff;
            if (at + MEMBER_LENGTH + name > directory.limit()) {
                return null;
            }
            if ((flags & ENCRYPTED) != 0) {
                return new InputProblem.EncryptedMember(name(directory, at, name, flags));
            }
            if (method != 0 && method != 8) {
                return new InputProblem.UnreadableMember(name(directory, at, name, flags),
                        METHODS.getOrDefault(method, "method " + method));
            }
            at += MEMBER_LENGTH + name + (directory.getShort(at + 30) & 0xffff)
                    + (directory.getShort(at + 32) & 0xffff);
        }
        return null;
    }

    private static String name(ByteBuffer directory, int at, int length, int flags) {
        Charset charset = (flags & UTF_8_NAME) != 0 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        byte[] name = new byte[length];
        directory.get(at + MEMBER_LENGTH, name);
        return QuotedNames.shortened(new String(name, charset));
    }

    /// At most `length` bytes from `position`; none if the position is not in the file.
    private static ByteBuffer read(SeekableByteChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        if (position >= 0) {
            channel.position(position);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // until the buffer is full or the file ends
            }
        }
        return bytes.flip();
    }
}
