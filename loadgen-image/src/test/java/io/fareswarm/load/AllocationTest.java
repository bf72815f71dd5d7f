package io.fareswarm.load;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import com.sun.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.fareswarm.api.Load;
import io.fareswarm.api.Task;
import io.fareswarm.load.measure.Expectations;
import io.fareswarm.load.measure.IntervalCounts;
import io.fareswarm.load.measure.IntervalQueue;
import io.fareswarm.load.measure.Recorder;
import io.fareswarm.load.pace.Pacer;
import io.fareswarm.load.pace.Phases;
import io.fareswarm.load.send.ConnectionPool;
import io.fareswarm.load.send.SendLoop;
import io.fareswarm.load.traffic.ReferencedFiles;
import io.fareswarm.load.traffic.RequestBase;
import io.fareswarm.load.traffic.RequestGenerator;
import io.fareswarm.protocol.Slice;

import static org.assertj.core.api.Assertions.assertThat;

/// Measures the bytes that the send thread allocates per request to a server over a real socket. It is the difference
/// between a long and a short run, so the costs of start and end cancel out.
@Timeout(60)
class AllocationTest {
    private static final int FEW = 5_000;
    private static final int MANY = 45_000;
    /// Allowed bytes per request: 16 for the JDK's selector, which boxes the descriptor of each ready channel above
    /// 127, and 16 for the costs of a run.
    private static final int OF_JDK = 2 * 16;
    private static final Task RIDE = Slices.ride("ride", 1, 0, "200");

    private static long perRequest(Load load, Task task) throws Exception {
        try (WarmUpServer responder = new WarmUpServer()) {
            Slice slice = Slices.of(load).to(responder.port()).tasks(task).times(0, 50_000, 5_000).slice();
            allocated(slice, responder.port(), FEW);
            long few = allocated(slice, responder.port(), FEW);
            long many = allocated(slice, responder.port(), MANY);
            return Math.ceilDiv(many - few, MANY - FEW);
        }
    }

    /// Bytes that a run with this number of requests allocates on the send thread, which is the calling thread.
    private static long allocated(Slice slice, int port, long requests) throws Exception {
        RequestGenerator traffic = new RequestGenerator(slice.workload().tasks(),
                new RequestBase("localhost", "", false),
                slice.workload().seed(),
                new ReferencedFiles(null));
        IntervalQueue intervals = new IntervalQueue(List.of("ride"));
        Phases phases = Phases.of(slice);
        Recorder recorder = new Recorder(new Expectations(slice.workload().tasks()), phases, intervals);
        long barrier = System.nanoTime();
        SendLoop loop = new SendLoop(Pacer.of(slice), phases, traffic, recorder, () -> System.nanoTime() - barrier,
                new ConnectionPool(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), null, false),
                slice.share().attempt(), requests, slice.target().timeoutMillis() * 1_000_000, true);
        long[] counted = new long[2];
        Thread reader = Thread.ofPlatform().start(() -> count(intervals, counted));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        loop.run();
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        reader.join();
        assertThat(counted).as("requests and responses").containsExactly(requests, requests);
        return allocated;
    }

    private static void count(IntervalQueue intervals, long[] counted) {
        try {
            for (@Nullable
            IntervalCounts second = intervals.take(); second != null; second = intervals.take()) {
                counted[0] += second.task(0).requests();
                counted[1] += second.task(0).statuses().values().stream().mapToLong(Long::longValue).sum();
                intervals.giveBack(second);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aRequestOfAUserWithoutAWaitAllocatesNothing() throws Exception {
        assertThat(perRequest(Slices.users(64, 1e6, "0s"), RIDE)).isLessThanOrEqualTo(OF_JDK);
    }

    @Test
    void aRequestOfAUserThatWaitsAllocatesNothing() throws Exception {
        assertThat(perRequest(Slices.users(64, 1e6, "0s", "1ms"), RIDE)).isLessThanOrEqualTo(OF_JDK);
    }

    @Test
    void anArrivalAllocatesNothing() throws Exception {
        assertThat(perRequest(Slices.arrivals(10_000, 64), RIDE)).isLessThanOrEqualTo(OF_JDK);
    }
}
