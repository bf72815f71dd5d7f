package io.fareswarm.model.train;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import io.fareswarm.text.Utf8Text;

/// One training on a CSV file, in one pass: reads blocks, parses them, and adds them to the totals in the order of
/// reading.
final class CsvTraining {
    private final RideFile file;
    private final Blocks blocks;
    private final TrainingTotals totals;
    private final long maxRows;
    private final Holdout holdout;
    private final ProgressListener progress;
    /// Number of the next line, from 1.
    private long line = 1;
    private boolean done;
    /// The file's columns; null until the header is read.
    private @Nullable RideColumns columns;

    CsvTraining(RideFile file, int blockBytes, TrainingTotals totals, long maxRows, Holdout holdout,
            ProgressListener progress) {
        this.file = file;
        this.blocks = new Blocks(file.rides(), blockBytes);
        this.totals = totals;
        this.maxRows = maxRows;
        this.holdout = holdout;
        this.progress = progress;
    }

    /// Reads and parses in the calling thread.
    void run() throws IOException, TrainingException {
        Block block = blocks.allocate(holdout);
        BlockParser parser = new BlockParser(header(block));
        do {
            parser.parse(block, maxRows - totals.read());
            add(block);
        } while (!done && blocks.next(block));
    }

    /// Reads in the calling thread and parses in `threads` others. At most `threads` + 2 blocks are in memory.
    void run(int threads) throws IOException, TrainingException, InterruptedException {
        Block block = blocks.allocate(holdout);
        RideColumns columns = header(block);
        ThreadLocal<BlockParser> parsers = ThreadLocal.withInitial(() -> new BlockParser(columns));
        Queue<Future<Block>> parsing = new ArrayDeque<>();
        Queue<Block> free = new ArrayDeque<>();
        ExecutorService workers = Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory());
        try {
            boolean more = true;
            while (!done && (more || !parsing.isEmpty())) {
                if (more) {
                    Block task = block;
                    parsing.add(workers.submit(() -> {
                        parsers.get().parse(task, maxRows);
                        return task;
                    }));
                }
                if (!more || parsing.size() == threads + 2) {
                    Block parsed = join(parsing.remove());
                    if (parsed.rides.read() >= maxRows - totals.read()) {
                        // The number of rows before this block is final only now.
                        new BlockParser(columns).parse(parsed, maxRows - totals.read());
                    }
                    add(parsed);
                    free.add(parsed);
                }
                if (more && !done) {
                    block = free.isEmpty() ? blocks.allocate(holdout) : free.remove();
                    more = blocks.next(block);
                }
            }
        } finally {
            workers.shutdownNow();
        }
    }

    /// Fits the weights to all rides. A problem that concerns all rides is reported with the last line.
    TrainingResult fit() throws IOException, TrainingException {
        try {
            return totals.fit();
        } catch (TrainingException e) {
            throw new TrainingException(line - 1, explained(e.problem()));
        }
    }

    private static Block join(Future<Block> parsing) throws InterruptedException {
        try {
            return parsing.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a parser failed", e.getCause());
        }
    }

    /// Reads up to the first row, and moves the block's start to it.
    private RideColumns header(Block block) throws IOException, TrainingException {
        boolean more = blocks.next(block);
        if (more) {
            skipByteOrderMark(block);
        }
        RideColumns header = null;
        for (; more; more = blocks.next(block)) {
            while (block.start < block.end) {
                int next = RowEnds.first(block.bytes, block.start, block.end);
                if (next < 0) {
                    return found(header, new InputProblem.UnclosedQuote());
                }
                int fault = Utf8Text.firstFault(block.bytes, block.start, next);
                if (fault < next) {
                    throw notUtf8(block, fault);
                }
                CsvRow row = CsvRow.of(block.bytes, block.start, next);
                if (header != null && !row.fields().isEmpty()) {
                    return found(header.withFirstRow(row.fields().size()), new InputProblem.Empty());
                }
                if (!row.fields().isEmpty()) {
                    header = RideColumns.of(row.fields(), line);
                }
                block.start = next;
                line += row.lines();
            }
            if (block.readProblem != null) {
                return found(header, block.readProblem);
            }
        }
        return found(header, new InputProblem.Empty());
    }

    /// @param problem problem of a file without a header
    private RideColumns found(@Nullable RideColumns header, InputProblem problem) throws TrainingException {
        if (header == null) {
            throw new TrainingException(line, problem);
        }
        columns = header;
        return header;
    }

    /// A problem of the rows, explained by the header.
    private InputProblem explained(InputProblem problem) {
        return columns == null ? problem : columns.explained(problem);
    }

    /// The problem of a byte in the row at the block's start.
    private TrainingException notUtf8(Block block, int fault) {
        int from = line == 1 ? 0 : block.start; // the first line's bytes include a byte order mark
        Utf8Text.Malformed problem = Utf8Text.Malformed.at(block.bytes, from, fault);
        return new TrainingException(line - 1 + problem.line(), new InputProblem.NotUtf8(problem));
    }

    private static void skipByteOrderMark(Block block) {
        byte[] bytes = block.bytes;
        if (block.end >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf) {
            block.start = 3;
        }
    }

    /// Adds a parsed block to the totals.
    private void add(Block block) throws IOException, TrainingException {
        Block.ParseProblem parseProblem = block.parseProblem;
        if (parseProblem != null) {
            throw new TrainingException(line + parseProblem.line(), explained(parseProblem.problem()));
        }
        totals.add(block.rides, block.moments);
        progress.rowsRead(totals.read(), file.share());
        line += block.lines;
        done = totals.read() >= maxRows;
        if (!done && block.readProblem != null) {
            throw new TrainingException(line, block.readProblem);
        }
    }
}
