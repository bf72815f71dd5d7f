package io.fareswarm.model.train;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

import io.fareswarm.model.decimal.DecimalScanner;

/// Splitter of a stream into blocks of complete rows. The cuts depend only on the stream's bytes and the block size.
final class Blocks {
    /// Number of bytes after a block's rows: for a line end that is added, and for bytes that a parser may read beyond
    /// it.
    private static final int SLACK = 1 + DecimalScanner.SLACK;

    private final InputStream in;
    private final int size;
    private final byte[] carried;
    private int carriedLength;
    private boolean ended;

    /// @param size maximum number of bytes of a block, and therefore of a row
    Blocks(InputStream in, int size) {
        this.in = in;
        this.size = size;
        this.carried = new byte[size];
    }

    Block allocate(Holdout holdout) {
        return new Block(size + SLACK, holdout);
    }

    /// Fills the block with the next rows.
    ///
    /// @return false at the end of the stream; the block is then empty
    boolean next(Block block) throws IOException {
        block.start = 0;
        block.end = 0;
        block.unterminated = false;
        block.readProblem = null;
        if (ended) {
            return false;
        }
        System.arraycopy(carried, 0, block.bytes, 0, carriedLength);
        int length = carriedLength;
        carriedLength = 0;
        while (!ended && length < size) {
            try {
                int count = in.read(block.bytes, length, size - length);
                ended = count < 0;
                length += Math.max(count, 0);
            } catch (EOFException e) {
                return fail(block, length, new InputProblem.Truncated("the compressed data is incomplete"));
            } catch (ZipException e) {
                return fail(block, length, new InputProblem.Damaged(String.valueOf(e.getMessage())));
            }
        }
        if (ended) {
            block.end = length;
            terminate(block);
            return length > 0;
        }
        int cut = RowEnds.last(block.bytes, length);
        if (cut < 0) {
            return fail(block, 0, new InputProblem.RowTooLong(size));
        }
        block.end = cut;
        carriedLength = length - cut;
        System.arraycopy(block.bytes, cut, carried, 0, carriedLength);
        return true;
    }

    /// Stops reading because of a problem, after the complete rows among the first `length` bytes.
    private boolean fail(Block block, int length, InputProblem problem) {
        ended = true;
        block.end = Math.max(RowEnds.last(block.bytes, length), 0);
        block.readProblem = problem;
        return true;
    }

    private static void terminate(Block block) {
        if (block.end > 0) {
            byte last = block.bytes[block.end - 1];
            if (last != '\n' && last != '\r') {
                block.bytes[block.end++] = '\n';
                block.unterminated = true;
            }
        }
    }
}
