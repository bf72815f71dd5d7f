package io.fareswarm.load.send;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.fareswarm.load.ScriptedServer;
import io.fareswarm.load.Slices;
import io.fareswarm.load.measure.Expectations;
import io.fareswarm.load.measure.IntervalCounts;
import io.fareswarm.load.measure.IntervalQueue;
import io.fareswarm.load.measure.Recorder;
import io.fareswarm.load.pace.Phases;
import io.fareswarm.load.traffic.ReferencedFiles;
import io.fareswarm.load.traffic.RequestBase;
import io.fareswarm.load.traffic.RequestGenerator;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class RequestCycleTest {
    private static final long S = Phases.SECOND;

    @Test
    void anIdleConnectionThatCannotBeWrittenToIsClosedAndNothingFails() throws Exception {
        RequestGenerator generator = new RequestGenerator(Slices.RIDES, new RequestBase("localhost", "", false), 42,
                new ReferencedFiles(null));
        IntervalQueue intervals = new IntervalQueue(new Expectations(Slices.RIDES).names());
        Recorder recorder = new Recorder(new Expectations(Slices.RIDES), new Phases(0, S, S, 0), intervals);
        try (ScriptedServer server = ScriptedServer.responding(ScriptedServer.OK);
                ConnectionPool connections = new ConnectionPool(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), null, false)) {
            RequestCycle cycle = new RequestCycle(generator, recorder, () -> 0, S, connections,
                    new CapturedBody.Pool(0), new FailureExamples(generator, connections.bytes(), true));
            SocketChannel channel = SocketChannel.open(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            channel.configureBlocking(false);
            ConnectionSlot slot = new ConnectionSlot(null);
            slot.channel = channel;
            slot.key = channel.register(connections.selector(), SelectionKey.OP_WRITE, slot);
            // Pending bytes, such as TLS's response to a key update, which may arrive at any time.
            slot.unsent = new byte[1];
            channel.shutdownOutput();
            while (connections.selector().select(key -> assertThat(cycle.ready(key)).isNull()) == 0) {
                Thread.onSpinWait();
            }
            assertThat(slot.channel).isNull();
            assertThat(channel.isOpen()).isFalse();
            assertThat(cycle.inFlight()).isZero();
        }
        recorder.finish(S);
        IntervalCounts second = Objects.requireNonNull(intervals.take());
        assertThat(second.task(0).requests() + second.task(1).requests()).isZero();
    }
}
