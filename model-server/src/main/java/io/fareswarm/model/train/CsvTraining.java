package io.fareswarm.model.train;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/// One pass over a CSV: blocks are read, parsed, and added up in the order in which they were read.
final class CsvTraining {
    private final Blocks blocks;
    private final TrainingTotals sum;
    private final long maxRows;
    private final Holdout holdout;
    private final LongConsumer watch;
    /// The one that comes next.
    private long line = 1;
    private boolean done;

    /// @param watch is told how many rows were read
    CsvTraining(Blocks blocks, TrainingTotals sum, long maxRows, Holdout holdout, LongConsumer watch) {
        this.blocks = blocks;
        this.sum = sum;
        this.maxRows = maxRows;
        this.holdout = holdout;
        this.watch = watch;
    }

    /// Does everything in the calling thread.
    void run() throws IOException, TrainingException {
        Block block = blocks.allocate(holdout);
        BlockParser parser = new BlockParser(header(block));
        do {
            parser.parse(block, maxRows - sum.read());
            add(block);
        } while (!done && blocks.next(block));
    }

    /// Reads and adds up in the calling thread and parses in others, with two blocks more in flight than they are.
    void run(int threads) throws IOException, TrainingException, InterruptedException {
        Block block = blocks.allocate(holdout);
        Columns columns = header(block);
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
                    if (parsed.rides.read() >= maxRows - sum.read()) {
                        // Only here is it known how many rows came before.
                        new BlockParser(columns).parse(parsed, maxRows - sum.read());
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

    /// Fits the weights to all that was read; what is wrong with the rides as a whole is told of the last line.
    Fit fit() throws IOException, TrainingException {
        try {
            return sum.fit();
        } catch (TrainingException e) {
            throw new TrainingException(line - 1, e.problem());
        }
    }

    private static Block join(Future<Block> parsing) throws InterruptedException {
        try {
            return parsing.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a parser failed", e.getCause());
        }
    }

    /// Reads the first block and moves its start past the header.
    private Columns header(Block block) throws IOException, TrainingException {
        if (blocks.next(block)) {
            skipByteOrderMark(block);
            while (block.start < block.end) {
                int next = RowEnds.first(block.bytes, block.start, block.end);
                if (next < 0) {
                    throw new TrainingException(line, new InputProblem.UnclosedQuote());
                }
                CsvRow row = CsvRow.of(block.bytes, block.start, next);
                long rowLine = line;
                block.start = next;
                line += row.lines();
                if (!row.fields().isEmpty()) {
                    return Columns.of(row.fields(), rowLine);
                }
            }
            if (block.failure != null) {
                throw new TrainingException(line, block.failure);
            }
        }
        throw new TrainingException(line, new InputProblem.Empty());
    }

    private static void skipByteOrderMark(Block block) {
        byte[] bytes = block.bytes;
        if (block.end >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf) {
            block.start = 3;
        }
    }

    /// Adds a parsed block, unless it holds an error.
    private void add(Block block) throws IOException, TrainingException {
        Block.Stumble stumble = block.stumble;
        if (stumble != null) {
            throw new TrainingException(line + stumble.line(), stumble.problem());
        }
        sum.add(block.rides, block.moments);
        watch.accept(sum.read());
        line += block.lines;
        done = sum.read() >= maxRows;
        if (!done && block.failure != null) {
            throw new TrainingException(line, block.failure);
        }
    }
}
