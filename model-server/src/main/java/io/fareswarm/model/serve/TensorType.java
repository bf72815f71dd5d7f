package io.fareswarm.model.serve;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// Datatypes of input tensors in the Open Inference Protocol.
enum TensorType {
    FP64(8), FP32(4), FP16(2), INT64(8), INT32(4), INT16(2), INT8(1), UINT64(8), UINT32(4), UINT16(2), UINT8(1);

    /// Size of a value in bytes.
    final int size;

    TensorType(int size) {
        this.size = size;
    }

    /// The datatype with a name; null if there is none.
    static @Nullable TensorType of(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst().orElse(null);
    }

    /// Names of all datatypes.
    static List<String> names() {
        return Arrays.stream(values()).map(Enum::name).toList();
    }

    /// Reads the next value of a little-endian buffer.
    double next(ByteBuffer binary) {
        return switch (this) {
            case FP64 -> binary.getDouble();
            case FP32 -> binary.getFloat();
            case FP16 -> Float.float16ToFloat(binary.getShort());
            case INT64 -> binary.getLong();
            case INT32 -> binary.getInt();
            case INT16 -> binary.getShort();
            case INT8 -> binary.get();
            case UINT64 -> unsigned(binary.getLong());
            case UINT32 -> Integer.toUnsignedLong(binary.getInt());
            case UINT16 -> Short.toUnsignedInt(binary.getShort());
            case UINT8 -> Byte.toUnsignedInt(binary.get());
        };
    }

    /// Halves a large number first. The last bit stays as a sticky bit, so the result is rounded once.
    private static double unsigned(long value) {
        return value >= 0 ? value : ((value >>> 1) | (value & 1)) * 2.0;
    }
}
