package io.fareswarm.load.send;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
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
import io.fareswarm.load.traffic.RequestGenerator;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class RequestCycleTest {
    private static final long S = Phases.SECOND;

    @Test
    void anIdleConnectionThatCannotBeWrittenToIsClosedAndNothingFails() throws Exception {
        RequestGenerator traffic = new RequestGenerator(Slices.RIDES, "localhost", "", 42);
        IntervalQueue intervals = new IntervalQueue(new Expectations(Slices.RIDES).names());
        Recorder recorder = new Recorder(new Expectations(Slices.RIDES), new Phases(0, S, S), intervals);
        try (ScriptedServer server = ScriptedServer.answering(ScriptedServer.OK); Selector selector = Selector.open()) {
            InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
            RequestCycle exchanges = new RequestCycle(traffic, recorder, () -> 0, S,
                    new ConnectionPool(selector, target, null));
            SocketChannel channel = SocketChannel.open(target);
            channel.configureBlocking(false);
            Slot slot = new Slot(0);
            slot.channel = channel;
            slot.key = channel.register(selector, SelectionKey.OP_WRITE, slot);
            // Such as the answer of TLS to a change of keys, which comes when it wants.
            slot.unsent = new byte[1];
            channel.shutdownOutput();
            while (selector.select(exchanges::ready) == 0) {
                Thread.onSpinWait();
            }
            assertThat(slot.channel).isNull();
            assertThat(channel.isOpen()).isFalse();
            assertThat(exchanges.inFlight()).isZero();
        }
        recorder.finish(S);
        IntervalCounts second = Objects.requireNonNull(intervals.take());
        assertThat(second.task(0).requests() + second.task(1).requests()).isZero();
    }
}
